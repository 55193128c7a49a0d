"""Where records come from: what a generator asks of the cms, and of what it knows already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime

    from cms.contract.blocks import PageRecord
    from cms.contract.records import CategoryRecord, ListingRecord, PictureRecord, SellerRecord, SiteRecord
    from sitegen.lists import ListKey, ListPage, Position


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

    def existing_paths(self, paths: Collection[str]) -> Collection[str]:
        """Those of these internal addresses (without query and fragment) that have something behind them."""

    def document_path(self, document_id: int) -> str | None:
        """The address of a document."""

    def library_image(self, image_id: int) -> PictureRecord | None:
        """A picture of the library, None when it is gone or not cleaned yet."""

    def seller_ids(self) -> Iterator[int]:
        """Everybody who has a seller's page, ascending."""

    def sellers(self, ids: Iterable[int]) -> dict[int, SellerRecord]:
        """These sellers, by id: those who are active."""

    def with_seller_page(self, ids: Collection[int]) -> Collection[int]:
        """Those of these people who have a seller's page."""

    def list_pages(self, key: ListKey) -> Iterator[ListPage]:
        """The pages a list consists of: sealed ones, oldest first, and the front at the end."""

    def list_page(self, key: ListKey, number: int | None) -> ListPage | None:
        """One of them; None when there is none of that number (any more)."""

    def list_pages_at(self, key: ListKey, positions: Collection[Position]) -> dict[Position, int | None]:
        """On which page of the list each position stands; None is the front."""

    def members(self, key: ListKey, after: Position | None, upto: Position | None) -> list[ListingRecord]:
        """A list's members in (after, upto], oldest first; to the newest without `upto`."""

    def member_places(self, key: ListKey, after: Position | None, upto: Position | None) -> list[Position]:
        """Where the same stand."""

    def newest(self, key: ListKey, count: int) -> list[ListingRecord]:
        """A list's newest members, newest first."""

    def newest_ids(self, key: ListKey, count: int) -> list[int]:
        """Their ids."""

    def counts(self) -> dict[ListKey, int]:
        """How many members each list has; one without any may be left out."""

    def listings(self, ids: Iterable[int]) -> dict[int, ListingRecord]:
        """Those of these listings that have a page, by id."""

    def page_positions(self, category_id: int) -> Iterator[Position]:
        """Where the listings that have a page and are directly in a category stand, oldest first."""

    def with_pages(self, category_id: int, after: Position | None, upto: Position) -> list[ListingRecord]:
        """The listings that have a page and are directly in a category, in (after, upto], oldest first."""

    def beside(self, category_id: int, position: Position, count: int, *, older: bool) -> list[ListingRecord]:
        """Up to `count` listings in lists, directly in the category, next to `position`: nearest first."""

    def beside_ids(self, category_id: int, position: Position, count: int, *, older: bool) -> list[int]:
        """The ids of the same."""

    def around(self, category_id: int, position: Position) -> list[int]:
        """Ids of the listings with a page, directly in the category, whose related ones may include one there."""

    def listings_with_pictures(self, hashes: Collection[str]) -> Collection[int]:
        """Ids of the listings that have one of these pictures among their photos."""

    def listings_of_seller(self, seller_id: int) -> Collection[int]:
        """Ids of all published listings of a seller."""

    def sellers_with_pictures(self, hashes: Collection[str]) -> Collection[int]:
        """Ids of the people who show one of these pictures beside their name."""

    def library_uses(self, hashes: Collection[str]) -> bool:
        """Whether one of these pictures is in the library of pages and appearance."""

    def list_stamp(self) -> int:
        """A number that rises when bounds of list pages are written."""

    def list_changes(self, since: int) -> list[tuple[ListKey, int | None]]:
        """List pages (None: the front) whose bounds or neighbours have changed since that stamp."""

    def settle(self, touched: Mapping[ListKey, Collection[Position]] | None) -> None:
        """Bring list pages within their sizes where listings came or went; everywhere with None."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Everything that is read inside is of one moment."""

    def shards(self) -> Iterator[int]:
        """The numbers of the sitemap's shards: listing ids by the thousand."""

    def shard(self, number: int) -> list[tuple[int, str, datetime]]:
        """Id, address and time of publication of a shard's listings in lists, by id."""

    def busy_sellers(self, ids: Iterable[int]) -> dict[int, SellerRecord]:
        """Those of these sellers who have something in lists, by id."""


class Memory(Protocol):
    """What is known of the whole catalogue without reading it."""

    def count(self, key: ListKey) -> int:
        """How many members a list has."""

    def shards(self) -> list[int]:
        """The numbers of the sitemap's shards of listings, ascending."""

    def seller_shards(self) -> list[int]:
        """The numbers of its shards of sellers, ascending."""
