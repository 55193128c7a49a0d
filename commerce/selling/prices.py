"""Prices as sellers type them, in the way of either language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string

from cms.contract.money import MAX_CENTS, AmbiguousMoney, Money, NotMoney, parse_money
from commerce.theme import translate

if TYPE_CHECKING:
    from collections.abc import Callable


def price_of(text: str) -> Money:
    """The price that somebody typed. Raises ValidationError in words."""
    try:
        return parse_money(text)
    except AmbiguousMoney as either:
        raise ValidationError(which(either)) from None
    except NotMoney:
        raise ValidationError(_why(text)) from None


def which(either: AmbiguousMoney) -> str:
    """The question which of two amounts is meant."""
    values = {"given": either.shown.strip(), "whole": either.whole, "small": either.small}
    return translate("“{given}” can be read in two ways. Write {whole} or {small}, whichever you mean.", **values)


def price_text(price: Money) -> str:
    """The price as somebody types it in the language of the shop: 1234.50 or 1234,50."""
    text = f"{price.euros}"
    return text.replace(".", ",") if _language()() == "de" else text


def _why(text: str) -> str:
    bare = text.strip().lstrip("€ ")
    if bare.startswith("-"):
        return translate("A price cannot be below zero.")
    if bare.isdecimal() and len(bare) > len(str(MAX_CENTS)) - 2:
        return translate("The price is too high.")
    if _language()() == "de":
        return translate("Write the price in euros, like 12,50 or 1200.")
    return translate("Write the price in euros, like 12.50 or 1200.")


def _language() -> Callable[[], str]:
    language: Callable[[], str] = import_string(f"{settings.SHOP_PAGES}.language")
    return language
