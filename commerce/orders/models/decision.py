"""Texts that the team keeps for its decisions, with places to be filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commerce.orders.machine import Action

PLACES = ("order", "buyer", "seller", "what", "amount", "meeting", "today")
"""What can be filled in."""

_PLACE = re.compile(r"\{([^{}\s]*)\}")


class DecisionText(models.Model):
    """What the team writes to both sides again and again, in each language of the shop."""

    LENGTH = 1800

    name = models.CharField(gettext_lazy("name"), max_length=80, unique=True, help_text=gettext_lazy("For the team."))
    action = models.CharField(
        gettext_lazy("for"),
        max_length=20,
        blank=True,
        choices=[
            (Action.DECIDE_DONE.value, gettext_lazy("The deal was made")),
            (Action.DECIDE_CANCEL.value, gettext_lazy("There was no deal")),
            (Action.EXTEND.value, gettext_lazy("More time")),
            (Action.MODERATE.value, gettext_lazy("The order is ended")),
        ],
        help_text=gettext_lazy("The decision that it goes with; empty for all."),
    )
    text_en = models.TextField(gettext_lazy("text in English"), max_length=LENGTH, blank=True)
    text_de = models.TextField(
        gettext_lazy("text in German"),
        max_length=LENGTH,
        blank=True,
        help_text=gettext_lazy(
            "In both texts these places are filled in: {order} {buyer} {seller} {what} {amount} {meeting} {today}."
        ),
    )

    objects: ClassVar[models.Manager[DecisionText]] = models.Manager()

    class Meta:
        ordering = ("name",)
        verbose_name = gettext_lazy("text for decisions")
        verbose_name_plural = gettext_lazy("texts for decisions")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse one without words, and places that nothing is known for."""
        mistakes: dict[str, str] = {}
        for field in ("text_en", "text_de"):
            unknown = [one for one in _PLACE.findall(getattr(self, field)) if one not in PLACES]
            if unknown:
                mistakes[field] = _("There is nothing to fill in for {%(place)s}.") % {"place": unknown[0]}
        if not (self.text_en.strip() or self.text_de.strip()):
            mistakes["text_en"] = _("Write the text in one language at least.")
        if mistakes:
            raise ValidationError(mistakes)

    def texts(self) -> dict[str, str]:
        """By language, without those that are empty."""
        both = {"en": self.text_en, "de": self.text_de}
        return {language: text for language, text in both.items() if text.strip()}


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled in; one that nothing is known for stays as it is."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)
