"""Checks, in the shop's words, for fields in which somebody says where a good is."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from cms.contract.places import is_postcode, is_town
from commerce.theme import translate


def town(text: str) -> None:
    """Raise ValidationError for what cannot be the name of a town."""
    if not is_town(text):
        raise ValidationError(translate("That is no town. Write its name in letters, like St. Pölten."))


def postcode(text: str) -> None:
    """Raise ValidationError for what cannot be a postcode, of whatever country."""
    if not is_postcode(text):
        raise ValidationError(translate("That is no postcode. It has only letters and digits, like 1010 or SW1A 1AA."))
