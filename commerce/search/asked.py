"""What an address asks for, read kindly: what cannot be meant is told and left out, never an error.

Words are the exception: who looks for something that holds none finds nothing, not all there is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from cms.contract.money import AmbiguousMoney, Money, NotMoney, parse_money
from cms.contract.records import Condition
from cms.contract.words import words_of
from commerce import catalog
from commerce.catalog import Order, Wish
from commerce.numbers import is_number
from commerce.selling.prices import which
from commerce.theme import translate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cms.contract.records import CategoryRecord

LONGEST_TEXT = 200
MOST_WORDS = 8

_FIELDS = ("q", "category", "min", "max", "condition", "near", "sort")
_POSTCODE = re.compile(r"\d[\dA-Za-z-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search: `values` fill the form again, `wrong` has a sentence for each field that could not be understood."""

    values: Mapping[str, str]
    wrong: Mapping[str, str]
    wish: Wish
    category: CategoryRecord | None
    page: int

    @property
    def narrowed_by(self) -> tuple[str, ...]:
        """The fields that leave something out, without the words."""
        return tuple(name for name in ("category", "min", "max", "condition", "near") if self._counts(name))

    @property
    def has_no_words(self) -> bool:
        """Whether what is to be looked for holds no word at all: signs and pictures find nothing."""
        return "q" in self.wrong

    @property
    def is_anything(self) -> bool:
        """Whether somebody looks for something, or just looks."""
        return self._counts("q") or bool(self.narrowed_by)

    @property
    def lowest(self) -> Money:
        """The lowest price, where one is asked for."""
        return Money(self.wish.lowest or 0)

    @property
    def highest(self) -> Money:
        """The highest price, where one is asked for."""
        return Money(self.wish.highest or 0)

    def address(self, page: int) -> str:
        """The same search, another page of it."""
        return _address({**self.values, "page": str(page) if page > 1 else ""})

    def without(self, *names: str) -> str:
        """The same search with less in it."""
        return _address({name: value for name, value in self.values.items() if name not in names})

    def with_words(self, text: str, *, without: Sequence[str] = ()) -> str:
        """The same search for other words, with less in it where that is wanted."""
        kept = {name: value for name, value in self.values.items() if name not in without}
        return _address({**kept, "q": text})

    def _counts(self, name: str) -> bool:
        return bool(self.values[name]) and name not in self.wrong


def asked_by(query: Mapping[str, str], categories: Sequence[CategoryRecord]) -> Asked:
    """Read the parameters of an address."""
    values = {name: _text(query.get(name, "")) for name in _FIELDS}
    wrong: dict[str, str] = {}
    words = words_of(values["q"], most=MOST_WORDS)
    if values["q"] and not words:
        wrong["q"] = translate("Write at least one word or number: signs and pictures alone find nothing.")
    category = _category(values, categories, wrong)
    lowest, highest = _cents("min", values, wrong), _cents("max", values, wrong)
    if lowest is not None and highest is not None and lowest > highest:
        wrong["max"] = translate("The highest price is below the lowest one, so it is left out.")
        highest = None
    postcode, cities = _place(values, wrong)
    return Asked(
        values=values,
        wrong=wrong,
        wish=Wish(
            words=words,
            category_id=category.id if category else None,
            lowest=lowest,
            highest=highest,
            condition=_condition(values, wrong),
            postcode=postcode,
            cities=cities,
            order=_order(values, has_words=bool(words)),
        ),
        category=category,
        page=max(int(query["page"]), 1) if is_number(query.get("page", "")) else 1,
    )


def _text(sent: str) -> str:
    """One line, without what cannot be seen."""
    seen = "".join(one if one.isprintable() else " " for one in sent[: LONGEST_TEXT * 4])
    return " ".join(seen.split())[:LONGEST_TEXT].strip()


def _category(
    values: dict[str, str], categories: Sequence[CategoryRecord], wrong: dict[str, str]
) -> CategoryRecord | None:
    """By its path of slugs, or by its own slug where that is clear."""
    sent = values["category"].strip("/").lower()
    if not sent:
        return None
    same = [one for one in categories if one.slug_path == sent] or [one for one in categories if one.slug == sent]
    if not same:
        wrong["category"] = translate("There is no such category: all of them are searched.")
        values["category"] = ""
        return None
    values["category"] = same[0].slug_path
    return same[0]


def _cents(name: str, values: dict[str, str], wrong: dict[str, str]) -> int | None:
    written = values[name]
    if not written:
        return None
    try:
        return parse_money(written).cents
    except AmbiguousMoney as either:
        wrong[name] = which(either)
        return None
    except NotMoney:
        wrong[name] = translate(
            "“{written}” is no price, so it is left out. Write it like 12.50 or 1200.", written=values[name]
        )
        return None


def _condition(values: dict[str, str], wrong: dict[str, str]) -> Condition | None:
    try:
        return Condition(values["condition"].lower()) if values["condition"] else None
    except ValueError:
        wrong["condition"] = translate("There is no such condition: all of them are searched.")
        values["condition"] = ""
        return None


def _place(values: dict[str, str], wrong: dict[str, str]) -> tuple[str, tuple[str, ...] | None]:
    """The beginning of a postcode when it begins with a digit, else the towns that begin like this."""
    sent = values["near"]
    if not sent:
        return "", None
    if found := _POSTCODE.match(sent):
        return found[0], None
    cities = catalog.towns.beginning_with(sent)
    if not cities:
        wrong["near"] = translate("Nothing is for sale in a town of this name: everywhere is searched.")
        return "", None
    return "", cities


def _order(values: dict[str, str], *, has_words: bool) -> Order:
    """As wished; else the best first where there are words, else the newest."""
    usual = Order.RELEVANCE if has_words else Order.NEWEST
    try:
        wished = Order(values["sort"].lower())
    except ValueError:
        wished = usual
    if wished is Order.RELEVANCE and not has_words:
        wished = usual
    values["sort"] = "" if wished is usual else wished.value
    return wished


def _address(values: Mapping[str, str]) -> str:
    sent = {name: value for name, value in values.items() if value}
    return f"/search?{urlencode(sent)}" if sent else "/search"
