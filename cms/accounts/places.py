"""Checks for fields in which somebody says where they are, or where a good is."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.accounts.names import refuse_unseen
from cms.contract.places import is_postcode, is_town


def check_town(value: str) -> None:
    """Raise ValidationError for what cannot be the name of a town. Nothing at all is none, and no mistake."""
    refuse_unseen(value)
    if value and not is_town(value):
        raise ValidationError(_("The name of a town has letters, digits, spaces and . , ' - ( ) / &."), code="no_town")


def check_postcode(value: str) -> None:
    """Raise ValidationError for what cannot be a postcode, of whatever country."""
    refuse_unseen(value)
    if value and not is_postcode(value):
        raise ValidationError(_("A postcode has letters, digits, spaces and hyphens."), code="no_postcode")
