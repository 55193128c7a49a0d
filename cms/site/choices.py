"""What can be chosen under Appearance."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Font(models.TextChoices):
    """The type faces; their stacks are in cms.contract.fonts."""

    SYSTEM = "system", _("System: what the reader's device uses")
    HUMANIST = "humanist", _("Humanist: warm and open")
    GEOMETRIC = "geometric", _("Geometric: clear and even")
    SERIF = "serif", _("Serif: like a printed catalogue")


class NewestPlace(models.TextChoices):
    """Where the newest listings stand on the home page."""

    FIRST = "first", _("First: right after the hero, and after categories that open the page")
    LAST = "last", _("Last: after everything else")
