"""The language in which somebody reads the admin, and numbers and amounts as it writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.numbers import format_currency
from django.utils import translation
from django.utils.formats import number_format
from wagtail.users.models import UserProfile

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from cms.contract.money import Money


def speaking_to(person_id: int | None) -> AbstractContextManager[None]:
    """Say what is said inside in the language that this person chose for the admin; without a person, in the usual.

    For work that is done for them when they are not looking.
    """
    profile = UserProfile.objects.filter(user_id=person_id).first() if person_id else None
    return translation.override(profile.get_preferred_language() if profile else translation.get_language())


def grouped(number: int) -> str:
    """12,408 in English, 12.408 in German."""
    return number_format(number, force_grouping=True)


def amount(money: Money) -> str:
    """€35.00 in English, 35,00 € in German."""
    return format_currency(money.euros, "EUR", locale=translation.to_locale(translation.get_language() or "en"))
