"""The highest amount that may be paid in cash, where the operator's country has one: whom it binds, and the refusal."""

from __future__ import annotations

from cms.contract.money import Money
from commerce.catalog import sellers
from commerce.orders.errors import TooMuchCash
from commerce.orders.models import CashSettings
from commerce.orders.when import amount as spoken_amount
from commerce.theme import translate


def highest_cash(seller_id: int) -> Money | None:
    """The most that this seller may take in cash for one order; None for no limit."""
    settings = CashSettings.load()
    if settings.most_cash_cents is None:
        return None
    if not settings.binds_everybody:
        seller = sellers([seller_id]).get(seller_id)
        if seller is None or not seller.is_trader:
            return None
    return Money(settings.most_cash_cents)


def refuse_too_much_cash(seller_id: int, amount: Money) -> None:
    """Called in the transaction that makes or agrees on the amount. Raises TooMuchCash."""
    words = too_much_cash(seller_id, amount)
    if words:
        raise TooMuchCash(words)


def too_much_cash(seller_id: int, amount: Money) -> str:
    """Why this seller may not take so much for one order, in words; empty when they may."""
    highest = highest_cash(seller_id)
    if highest is None or amount <= highest:
        return ""
    return translate(
        "{amount} is too much for one deal in cash: this seller may take {highest} at most.",
        amount=spoken_amount(amount),
        highest=spoken_amount(highest),
    )
