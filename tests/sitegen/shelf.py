"""A whole cms in memory, for tests of the generator: put goods on it, change them, build."""

from __future__ import annotations

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
from sitegen.lists import ListKey, Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cms.contract.blocks import PageRecord
    from cms.contract.records import PictureRecord

EPOCH = datetime(2026, 3, 1, 12, tzinfo=UTC)

APPEARANCE = AppearanceRecord(
    logo=None,
    icons=(),
    accent="#0f766e",
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

    def leads_somewhere(self, address: str) -> bool:
        return address not in self.dead_ends

    def document_path(self, document_id: int) -> str | None:
        return f"/documents/{document_id}/terms.pdf" if document_id == 1 else None

    def library_image(self, image_id: int) -> PictureRecord | None:
        return self.library.get(image_id)

    def seller_ids(self) -> Iterator[int]:
        yield from sorted(self.people)

    def sellers(self, ids: Iterable[int]) -> dict[int, SellerRecord]:
        return {one: self.people[one] for one in sorted(ids) if one in self.people}

    def positions(self, key: ListKey) -> Iterator[Position]:
        return (place(one) for one in self._members(key))

    def members(self, key: ListKey, after: Position | None, upto: Position | None) -> list[ListingRecord]:
        if upto is None:
            return []
        return [one for one in self._members(key) if (after is None or place(one) > after) and place(one) <= upto]

    def newest(self, key: ListKey, count: int) -> list[ListingRecord]:
        return self._members(key)[::-1][:count]

    def count(self, key: ListKey) -> int:
        return len(self._members(key))

    def listings(self, ids: Iterable[int]) -> dict[int, ListingRecord]:
        return {one: self.goods[one] for one in ids if one in self.goods and self.goods[one].in_lists}

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

    def shard(self, number: int) -> list[tuple[str, datetime]]:
        mine = sorted((one for one in self.goods.values() if one.in_lists), key=lambda one: one.id)
        return [(one.path, one.published_at) for one in mine if one.id // 1000 == number]

    def seller_addresses(self, ids: Iterable[int]) -> list[str]:
        busy = {one.seller_id for one in self.goods.values() if one.in_lists}
        return [self.people[one].path for one in sorted(set(ids) & busy)]

    def detach(self) -> None:
        """Nothing is held open."""

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
