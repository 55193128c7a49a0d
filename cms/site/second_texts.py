"""The short texts of the shop in its second language: those that stand on many pages and belong to no page."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.site.one_row import OneRowSetting


class SecondTexts(OneRowSetting):
    """`texts`: each text as it was written → the same in the second language.

    By the text itself, so that one that stands in two places is written once. What is changed in the first language
    is shown so in the second, too, until somebody writes it anew.
    """

    texts = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("texts in the second language")
