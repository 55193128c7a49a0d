"""Amounts of cash. Whole cents inside, because a float never holds money; euro only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

MAX_CENTS = 99_999_999_99
"""The dearest listing: just under a hundred million euros, which fits every database's 8-byte integer."""

_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
"""One group of three behind a point or a comma: thousands in one language, a slip of the decimals in the other."""

_GROUPED = re.compile(
    r"""^(?P<sign>-?)(?P<whole>[1-9]\d{0,2}(?P<group>[.,'\u2019 \u00a0\u202f])\d{3}(?:(?P=group)\d{3})*|\d+)"""
    r"""(?:(?P<point>[.,])(?P<fraction>\d{1,2}|-{1,2}|\u2013))?$""",
    re.ASCII,
)


class NotMoney(ValueError):
    """The text or number is no amount in euros. `shown` is what was given, `reason` says what is wrong."""

    def __init__(self, shown: str, reason: str) -> None:
        self.shown = shown
        self.reason = reason
        super().__init__(f"{shown!r} is not a price: {reason}")


class AmbiguousMoney(NotMoney):
    """Two amounts can be meant. `whole` is the greater one as it is to be written, `small` the lesser."""

    def __init__(self, shown: str, reason: str, *, whole: str, small: str) -> None:
        self.whole = whole
        self.small = small
        super().__init__(shown, reason)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in euro cents."""

    cents: int

    def __add__(self, other: Money) -> Money:
        """Add two amounts."""
        return Money(self.cents + other.cents)

    def __mul__(self, times: int) -> Money:
        """The amount for `times` pieces."""
        return Money(self.cents * times)

    @property
    def euros(self) -> Decimal:
        """The amount as a decimal with exactly two places, for workbooks and structured data."""
        return Decimal(self.cents).scaleb(-2).quantize(Decimal("0.01"))


def parse_money(given: str | float | Decimal) -> Money:
    """Read an amount as people and spreadsheets write it: `1.234,50`, `1234.50`, `35`, `€ 35,-`, 12.5.

    Between groups of three digits a separator is a group's, before one or two digits at the end it is the decimal one.

    Raises AmbiguousMoney for `1.234` and `1,234`, which are a thousand to some and hardly more than one to others, and
    NotMoney for anything else, for more than two decimal places, and for amounts outside 0 … MAX_CENTS.
    """
    cents = _cents_of_text(given) if isinstance(given, str) else _cents_of_number(given)
    if cents < 0:
        raise NotMoney(str(given), "it is below zero")
    if cents > MAX_CENTS:
        raise NotMoney(str(given), "it is above 99,999,999.99")
    return Money(cents)


def _cents_of_number(number: float | Decimal) -> int:
    # A cell of a spreadsheet is a binary float: 12.1 is 12.0999…, its shortest text is what the person typed.
    try:
        exact = Decimal(str(number)) * 100
        whole = exact.to_integral_value()
    except InvalidOperation:
        raise NotMoney(str(number), "it is not a number") from None
    if isinstance(number, bool) or not exact.is_finite():
        raise NotMoney(str(number), "it is not a number")
    if exact != whole:
        raise NotMoney(str(number), "it has more than two decimal places")
    return int(whole)


def _cents_of_text(text: str) -> int:
    bare = text.strip()
    for sign in ("EUR", "eur", "Euro", "euro", "€"):
        bare = bare.removeprefix(sign).removesuffix(sign).strip(" \u00a0\u202f")
    if _EITHER.fullmatch(bare):
        raise AmbiguousMoney(
            text,
            "it can be read in two ways; write thousands without a sign, or cents with two digits",
            whole=re.sub(r"\D", "", bare),
            small=bare[:-1],
        )
    found = _GROUPED.match(bare)
    if not found:
        raise NotMoney(text, "write it like 1234.50 or 1.234,50")
    if found["group"] is not None and found["group"] == found["point"]:
        raise NotMoney(text, "the same sign stands for thousands and for decimals")
    whole = re.sub(r"\D", "", found["whole"])
    fraction = (found["fraction"] or "").strip("-\u2013").ljust(2, "0")
    return int(f"{found['sign']}{whole}{fraction}")
