"""What a page may read. Rules get a `Content` and nothing else: no database, no clock, no environment."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from sitegen.lists import ALL, ListKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from markupsafe import Markup

    from cms.contract.blocks import CategoryGridBlock, ListingRailBlock, PageRecord
    from cms.contract.records import CategoryRecord, ListingRecord, PictureRecord, SellerRecord, SiteRecord
    from sitegen.lists import Position

CARDS_KEPT = 4_000
"""Cards a process keeps: some 1.5 kB each. A card is made once for as long as it is among these."""


class Source(Protocol):
    """Where records come from. `source_cms` reads the database; tests use a shelf in memory."""

    def site(self) -> SiteRecord:
        """What the chrome shows."""

    def categories(self) -> list[CategoryRecord]:
        """All categories in tree order: parents before children, siblings by position."""

    def pages(self) -> list[PageRecord]:
        """All live pages, by path."""

    def page_path(self, page_id: int) -> str | None:
        """The address of a live page."""

    def leads_somewhere(self, address: str) -> bool:
        """Whether an internal address that somebody typed has something behind it."""

    def document_path(self, document_id: int) -> str | None:
        """The address of a document."""

    def library_image(self, image_id: int) -> PictureRecord | None:
        """A picture of the library, None when it is gone or not cleaned yet."""

    def seller_ids(self) -> Iterator[int]:
        """Everybody who has a seller's page, ascending."""

    def sellers(self, ids: Iterable[int]) -> dict[int, SellerRecord]:
        """These sellers, by id."""

    def positions(self, key: ListKey) -> Iterator[Position]:
        """Where a list's members stand, oldest first."""

    def members(self, key: ListKey, after: Position | None, upto: Position | None) -> list[ListingRecord]:
        """A list's members in (after, upto], oldest first. `upto` None means nobody."""

    def newest(self, key: ListKey, count: int) -> list[ListingRecord]:
        """A list's newest members, newest first."""

    def count(self, key: ListKey) -> int:
        """How many members a list has."""

    def listings(self, ids: Iterable[int]) -> dict[int, ListingRecord]:
        """Those of these listings that lists show, by id."""

    def page_positions(self, category_id: int) -> Iterator[Position]:
        """Where the listings that have a page and are directly in a category stand, oldest first."""

    def with_pages(self, category_id: int, after: Position | None, upto: Position) -> list[ListingRecord]:
        """The listings that have a page and are directly in a category, in (after, upto], oldest first."""

    def beside(self, category_id: int, position: Position, count: int, *, older: bool) -> list[ListingRecord]:
        """Up to `count` listings in lists, directly in the category, next to `position`: nearest first."""

    def shards(self) -> Iterator[int]:
        """The numbers of the sitemap's shards: listing ids by the thousand."""

    def shard(self, number: int) -> list[tuple[str, datetime]]:
        """Address and time of publication of a shard's listings in lists, by id."""

    def seller_addresses(self, ids: Iterable[int]) -> list[str]:
        """The addresses of those of these sellers who have something in lists."""


class Content:
    """A source seen by the rules, with the records that many pages share kept at hand."""

    def __init__(
        self,
        source: Source,
        *,
        site_url: str,
        icons: Mapping[int, str],
        translate: Callable[[str], str],
        make_card: Callable[[ListingRecord], Markup],
    ) -> None:
        self.source = source
        self.site_url = site_url
        self.icons = icons
        self.translate = translate
        self.site = source.site()
        self.categories = source.categories()
        self._categories = {one.id: one for one in self.categories}
        self.card = lru_cache(maxsize=CARDS_KEPT)(make_card)

    def category(self, category_id: int) -> CategoryRecord:
        """One category."""
        return self._categories[category_id]

    def lineage(self, category: CategoryRecord) -> tuple[CategoryRecord, ...]:
        """The categories from the root down to and with this one."""
        return tuple(self._categories[one] for one in category.lineage)

    def children(self, category_id: int) -> tuple[CategoryRecord, ...]:
        """The categories directly below."""
        return tuple(one for one in self.categories if one.parent_id == category_id)

    def cards(self, listings: Iterable[ListingRecord]) -> tuple[Markup, ...]:
        """Each listing as it stands in a list."""
        return tuple(self.card(one) for one in listings)

    def rail(self, block: ListingRailBlock) -> tuple[Markup, ...]:
        """The cards of a block: hand-picked, or the newest of a category, a seller or all."""
        if block.listing_ids:
            found = self.source.listings(block.listing_ids)
            return self.cards(found[one] for one in block.listing_ids if one in found)
        key = ALL
        if block.category_id is not None:
            key = ListKey("category", block.category_id)
        elif block.seller_id is not None:
            key = ListKey("seller", block.seller_id)
        return self.cards(self.source.newest(key, block.count))

    def category_tiles(self, block: CategoryGridBlock) -> tuple[CategoryRecord, ...]:
        """The categories of a block; all top ones when it names none."""
        if not block.category_ids:
            return self.site.top_categories
        return tuple(self._categories[one] for one in block.category_ids if one in self._categories)
