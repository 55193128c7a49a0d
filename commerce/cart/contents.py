"""What is in a cart as things stand now, beside what the shopper saw: nothing changes behind their back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cms.contract.money import Money
from commerce import catalog
from commerce.cart.models import Cart, CartLine
from commerce.waiting.lists import listings_of
from commerce.waiting.services import free_for, promised

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cms.contract.records import ListingRecord, SellerRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What the shopper can have one piece for, and where to ask for it."""

    price: Money
    path: str


AgreedPrices = Callable[[int, Collection[int]], dict[int, Agreed]]
_agreed_prices: list[AgreedPrices] = []


def know_agreed(find: AgreedPrices) -> None:
    """Let the cart point to prices of a person's own, by listing. Called when an application is ready."""
    if find not in _agreed_prices:
        _agreed_prices.append(find)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Some pieces of a listing that is for sale. `quantity` and the seen values are the shopper's, `free` is now."""

    id: int
    listing: ListingRecord
    quantity: int
    seen_price: Money
    seen_title: str
    free: int
    is_promised: bool = False
    """Some of it is promised to people who waited."""
    is_waited_for: bool = False
    """The shopper is in its waiting list."""
    agreed: Agreed | None = None
    """Below today's price."""

    @property
    def pieces(self) -> int:
        """How many of them can be had."""
        return min(self.quantity, self.free)

    @property
    def total(self) -> Money:
        """What these cost today."""
        return self.listing.price * self.pieces

    @property
    def is_reserved(self) -> bool:
        """Whether others hold all of it just now."""
        return self.free == 0

    @property
    def is_short(self) -> bool:
        """Whether fewer are free than wanted."""
        return 0 < self.free < self.quantity

    @property
    def costs_other(self) -> bool:
        """Whether the price is another one than was seen."""
        return self.listing.price != self.seen_price

    @property
    def is_renamed(self) -> bool:
        """Whether the title is another one than was seen."""
        return self.listing.title != self.seen_title

    @property
    def needs_acceptance(self) -> bool:
        """Whether the shopper has to agree before it can be asked for."""
        return not self.is_reserved and (self.is_short or self.costs_other or self.is_renamed)


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerGroup:
    """What is wanted from one seller: one order."""

    seller: SellerRecord
    lines: tuple[Line, ...]

    @property
    def orderable(self) -> tuple[Line, ...]:
        """The lines of which something is free."""
        return tuple(one for one in self.lines if not one.is_reserved)

    @property
    def total(self) -> Money:
        """What these cost together, in cash."""
        return sum((one.total for one in self.orderable), Money(0))

    @property
    def needs_acceptance(self) -> bool:
        """Whether a line waits for the shopper's word."""
        return any(one.needs_acceptance for one in self.lines)

    @property
    def is_ready(self) -> bool:
        """Whether it can be ordered as it stands."""
        return bool(self.orderable) and not self.needs_acceptance and self.seller.away is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """A line whose listing is sold, ended or taken down; `listing` where it still has a page."""

    id: int
    title: str
    listing: ListingRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A cart: groups in the order in which sellers came in, and what is no longer to be had."""

    groups: tuple[SellerGroup, ...] = ()
    over: tuple[Over, ...] = ()

    @property
    def total(self) -> Money:
        """All groups together."""
        return sum((one.total for one in self.groups), Money(0))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.groups and not self.over


def contents_of(cart: Cart | None) -> Contents:
    """What is in it, read anew."""
    lines = list(CartLine.objects.filter(cart=cart).order_by("added_at", "id")) if cart else []
    ids = [one.listing_id for one in lines if one.listing_id is not None]
    person_id = cart.user_id if cart else None
    records, free = catalog.listings(ids), free_for(person_id, ids)
    promises, waited = promised(ids), listings_of(person_id)
    sellers = catalog.sellers({one.seller_id for one in records.values()})
    agreed = _agreed(person_id, ids)
    by_seller: dict[int, list[Line]] = {}
    over: list[Over] = []
    for line in lines:
        record = records.get(line.listing_id or 0)
        if record is None or record.id not in free or record.seller_id not in sellers:
            over.append(Over(id=line.pk, title=line.title, listing=record))
        else:
            here = _line(line, record, free[record.id])
            here = replace(here, is_promised=record.id in promises, is_waited_for=record.id in waited)
            if record.id in agreed and agreed[record.id].price < record.price:
                here = replace(here, agreed=agreed[record.id])
            by_seller.setdefault(record.seller_id, []).append(here)
    return Contents(groups=tuple(_groups(by_seller, sellers)), over=tuple(over))


def _agreed(person_id: int | None, ids: Collection[int]) -> dict[int, Agreed]:
    if person_id is None or not ids:
        return {}
    return {listing_id: one for find in _agreed_prices for listing_id, one in find(person_id, ids).items()}


def _groups(by_seller: dict[int, list[Line]], sellers: dict[int, SellerRecord]) -> Iterable[SellerGroup]:
    for seller_id, lines in by_seller.items():
        yield SellerGroup(seller=sellers[seller_id], lines=tuple(lines))


def _line(line: CartLine, record: ListingRecord, free: int) -> Line:
    return Line(
        id=line.pk,
        listing=record,
        quantity=line.quantity,
        seen_price=line.seen_price,
        seen_title=line.title,
        free=free,
    )
