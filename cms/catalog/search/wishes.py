"""What somebody looks for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cms.contract.records import Condition


class Order(StrEnum):
    """What comes first; the words of the address."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    PRICE_UP = "price-up"
    PRICE_DOWN = "price-down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Every part narrows the search; one that is not given does not. Amounts are cents.

    `postcode` is the beginning of one. `cities` are names as they are stored; none of them matches nothing.
    """

    words: tuple[str, ...] = ()
    category_id: int | None = None
    lowest: int | None = None
    highest: int | None = None
    condition: Condition | None = None
    postcode: str = ""
    cities: tuple[str, ...] | None = None
    order: Order = Order.NEWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Ids of listings in their order, and how many there are on all pages together."""

    ids: tuple[int, ...]
    total: int
