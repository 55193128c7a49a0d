"""A whole cms in memory, for tests of the generator: put goods on it, change them, build."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from cms.contract.money import Money
from cms.contract.records import (
    AppearanceRecord,
    CategoryRecord,
    Condition,
    ListingRecord,
    ListingStatus,
    SellerRecord,
    SettingsRecord,
    SiteRecord,
)
from sitegen.lists import ListKey, ListPage, Position

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from contextlib import AbstractContextManager

    from cms.contract.blocks import PageRecord
    from cms.contract.records import PictureRecord

EPOCH = datetime(2026, 3, 1, 12, tzinfo=UTC)

APPEARANCE = AppearanceRecord(
    logo=None,
    icons=(),
    accent="#0f766e",
    ground="#ffffff",
    radius=8,
    font="system",
    hero_height=420,
    hero_title="Good things nearby",
    hero_text="Meet, look, pay in cash.",
    hero_image=None,
    hero_focus=(50, 50),
    hero_button_label="",
    hero_button_path="",
    cards_per_row=4,
    newest_rows=3,
    newest_last=False,
)

SETTINGS = SettingsRecord(
    site_name="Corner Shelf",
    tagline="Goods from people around you",
    contact_email="hello@shop.example",
    contact_text="",
    imprint_path="",
    languages=("en",),
    listings_per_page=12,
    sold_page_days=30,
    footer_year=2026,
    footer_text="",
    notice="",
    notice_form=False,
    trader_badge=False,
    reviews_notice=False,
    data_export=False,
)

FURNITURE = CategoryRecord(
    id=1, slug="furniture", slug_path="furniture", name="Furniture", position=0, parent_id=None, lineage=(1,)
)
TABLES = CategoryRecord(
    id=2, slug="tables", slug_path="furniture/tables", name="Tables", position=0, parent_id=1, lineage=(1, 2)
)
BIKES = CategoryRecord(id=3, slug="bikes", slug_path="bikes", name="Bikes", position=1, parent_id=None, lineage=(3,))
ANNA = SellerRecord(
    id=7, number=42, slug="anna", name="Anna", text="Clearing out.", city="Graz", member_since=date(2024, 5, 1)
)


class Shelf:
    """A source in memory. Listings are put minutes apart, in the order of their ids."""

    def __init__(self) -> None:
        self.settings = SETTINGS
        self.appearance = APPEARANCE
        self.tree = [FURNITURE, TABLES, BIKES]
        self.people = {ANNA.id: ANNA}
        self.goods: dict[int, ListingRecord] = {}
        self.library: dict[int, PictureRecord] = {}
        self.written: list[PageRecord] = []
        self.dead_ends: set[str] = set()
        self.bounds: dict[ListKey, list[Position]] = {}
        self.stamps: list[tuple[ListKey, int | None]] = []

    def put(self, number: int, title: str = "Red bike", *, category: int = 3, **changes: object) -> ListingRecord:
        record = ListingRecord(
            id=number,
            slug=title.lower().replace(" ", "-"),
            title=title,
            description="Well kept.\n\nCome and see it.",
            price=Money(4200),
            negotiable=False,
            condition=Condition.GOOD,
            city="Graz",
            postcode="8010",
            category_id=category,
            seller_id=ANNA.id,
            published_at=EPOCH + timedelta(minutes=number),
            status=ListingStatus.LIVE,
            stock=1,
            reserved=False,
        )
        self.goods[number] = replace(record, **changes)  # type: ignore[arg-type]  # field names are checked by replace
        return self.goods[number]

    def change(self, number: int, **changes: object) -> None:
        self.goods[number] = replace(self.goods[number], **changes)  # type: ignore[arg-type]  # as in put

    # The port

    def site(self) -> SiteRecord:
        return SiteRecord(
            appearance=self.appearance,
            settings=self.settings,
            menu=(),
            footer=(),
            top_categories=tuple(one for one in self.tree if one.parent_id is None),
        )

    def categories(self) -> list[CategoryRecord]:
        return self.tree

    def pages(self) -> list[PageRecord]:
        return sorted(self.written, key=lambda one: one.path)

    def page_path(self, page_id: int) -> str | None:
        return next((one.path for one in self.written if one.id == page_id), None)

    def existing_paths(self, paths: Iterable[str]) -> set[str]:
        return set(paths) - self.dead_ends

    def document_path(self, document_id: int) -> str | None:
        return f"/documents/{document_id}/terms.pdf" if document_id == 1 else None

    def library_image(self, image_id: int) -> PictureRecord | None:
        return self.library.get(image_id)

    def seller_ids(self) -> Iterator[int]:
        yield from sorted(self.people)

    def sellers(self, ids: Iterable[int]) -> dict[int, SellerRecord]:
        return {one: self.people[one] for one in sorted(ids) if one in self.people}

    def with_seller_page(self, ids: Iterable[int]) -> set[int]:
        return set(ids) & self.people.keys()

    def list_pages(self, key: ListKey) -> Iterator[ListPage]:
        bounds = self.bounds.get(key, [])
        for number, upto in enumerate(bounds, start=1):
            yield ListPage(
                number=number,
                after=bounds[number - 2] if number > 1 else None,
                upto=upto,
                older=number - 1 or None,
                newer=number + 1 if number < len(bounds) else None,
                jumps=(number - 10,) if number > 10 else (),
            )
        after = bounds[-1] if bounds else None
        yield ListPage(number=None, after=after, upto=None, older=len(bounds) or None, newer=None)

    def list_page(self, key: ListKey, number: int | None) -> ListPage | None:
        return next((one for one in self.list_pages(key) if one.number == number), None)

    def list_pages_at(self, key: ListKey, positions: Iterable[Position]) -> dict[Position, int | None]:
        pages = list(self.list_pages(key))
        return {at: next(one.number for one in pages if one.upto is None or at <= one.upto) for at in positions}

    def members(self, key: ListKey, after: Position | None, upto: Position | None) -> list[ListingRecord]:
        return [
            one
            for one in self._members(key)
            if (after is None or place(one) > after) and (upto is None or place(one) <= upto)
        ]

    def member_places(self, key: ListKey, after: Position | None, upto: Position | None) -> list[Position]:
        return [place(one) for one in self.members(key, after, upto)]

    def newest(self, key: ListKey, count: int) -> list[ListingRecord]:
        return self._members(key)[::-1][:count]

    def newest_ids(self, key: ListKey, count: int) -> list[int]:
        return [one.id for one in self.newest(key, count)]

    def counts(self) -> dict[ListKey, int]:
        return {key: len(self._members(key)) for key in self._keys()}

    def listings(self, ids: Iterable[int]) -> dict[int, ListingRecord]:
        return {
            one: self.goods[one]
            for one in sorted(ids)
            if one in self.goods and self.goods[one].seller_id in self.people
        }

    def page_positions(self, category_id: int) -> Iterator[Position]:
        return (place(one) for one in self._in_order() if one.category_id == category_id)

    def with_pages(self, category_id: int, after: Position | None, upto: Position) -> list[ListingRecord]:
        mine = (one for one in self._in_order() if one.category_id == category_id)
        return [one for one in mine if (after is None or place(one) > after) and place(one) <= upto]

    def beside(self, category_id: int, position: Position, count: int, *, older: bool) -> list[ListingRecord]:
        mine = [one for one in self._in_order() if one.category_id == category_id and one.in_lists]
        if older:
            return [one for one in mine if place(one) < position][::-1][:count]
        return [one for one in mine if place(one) > position][:count]

    def shards(self) -> Iterator[int]:
        yield from sorted({one.id // 1000 for one in self.goods.values() if one.in_lists})

    def beside_ids(self, category_id: int, position: Position, count: int, *, older: bool) -> list[int]:
        return [one.id for one in self.beside(category_id, position, count, older=older)]

    def around(self, category_id: int, _position: Position) -> list[int]:
        return [one.id for one in self._in_order() if one.category_id == category_id]

    def listings_with_pictures(self, hashes: Collection[str]) -> list[int]:
        return [one.id for one in self.goods.values() if {photo.hash for photo in one.photos} & set(hashes)]

    def listings_of_seller(self, seller_id: int) -> list[int]:
        return [one.id for one in self.goods.values() if one.seller_id == seller_id]

    def sellers_with_pictures(self, hashes: Collection[str]) -> list[int]:
        return [one.id for one in self.people.values() if one.picture and one.picture.hash in hashes]

    def library_uses(self, hashes: Collection[str]) -> bool:
        return any(one.hash in hashes for one in self.library.values())

    def list_stamp(self) -> int:
        return len(self.stamps)

    def list_changes(self, since: int) -> list[tuple[ListKey, int | None]]:
        return self.stamps[since:]

    def settle(self, touched: Iterable[ListKey] | None) -> None:
        """Seal the oldest of a front that holds two pages full. Thin pages stay as they are."""
        size = self.settings.listings_per_page
        for key in self._keys() if touched is None else touched:
            bounds = self.bounds.setdefault(key, [])
            open_ones = [place(one) for one in self._members(key) if not bounds or place(one) > bounds[-1]]
            while len(open_ones) >= 2 * size:
                bounds.append(open_ones[size - 1])
                open_ones = open_ones[size:]
                self.stamps += [(key, len(bounds) - 1 or None), (key, len(bounds)), (key, None)]

    def snapshot(self) -> AbstractContextManager[None]:
        return nullcontext()

    def shard(self, number: int) -> list[tuple[int, str, datetime]]:
        mine = sorted((one for one in self.goods.values() if one.in_lists), key=lambda one: one.id)
        return [(one.id, one.path, one.published_at) for one in mine if one.id // 1000 == number]

    def busy_sellers(self, ids: Iterable[int]) -> dict[int, SellerRecord]:
        busy = {one.seller_id for one in self.goods.values() if one.in_lists}
        return {one: self.people[one] for one in sorted(set(ids) & busy & self.people.keys())}

    def detach(self) -> None:
        """Nothing is held open."""

    def _keys(self) -> list[ListKey]:
        return [
            ListKey("all", 0),
            *(ListKey("category", one.id) for one in self.tree),
            *(ListKey("seller", one) for one in self.people),
        ]

    def _in_order(self) -> list[ListingRecord]:
        return sorted(self.goods.values(), key=place)

    def _members(self, key: ListKey) -> list[ListingRecord]:
        shown = [one for one in self._in_order() if one.in_lists]
        if key.kind == "category":
            below = {one.id for one in self.tree if key.id in one.lineage}
            return [one for one in shown if one.category_id in below]
        if key.kind == "seller":
            return [one for one in shown if one.seller_id == key.id]
        return shown


def place(listing: ListingRecord) -> Position:
    return Position(listing.published_at, listing.id)
