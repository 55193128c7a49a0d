"""Reads the database for the generator: the only way from the cms to a page."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.db import connections

from cms.api import catalogue, lists, pages, people, site
from cms.api.snapshot import snapshot
from sitegen.lists import ListKey, ListPage, Position
from sitegen.rules.listing import RELATED
from sitegen.rules.sitemap import SHARD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime

    from cms.contract.blocks import PageRecord
    from cms.contract.records import (
        CategoryRecord,
        ListBoundary,
        ListingRecord,
        PictureRecord,
        SellerRecord,
        SiteRecord,
    )


class CmsSource:
    """The content as it is in the database now. What every page needs is read once and kept."""

    def site(self) -> SiteRecord:
        """What the chrome shows."""
        return self._site

    def categories(self) -> list[CategoryRecord]:
        """All categories in tree order."""
        return self._categories

    def pages(self) -> list[PageRecord]:
        """All live pages, by path."""
        return self._pages

    def page_path(self, page_id: int) -> str | None:
        """The address of a live page."""
        return self._page_paths.get(page_id)

    def existing_paths(self, paths: Collection[str]) -> Collection[str]:
        """Those of these internal addresses that have something behind them."""
        return pages.existing_paths(paths)

    def document_path(self, document_id: int) -> str | None:
        """The address of a document."""
        return pages.document_path(document_id)

    def library_image(self, image_id: int) -> PictureRecord | None:
        """A picture of the library."""
        return pages.library_image(image_id)

    def seller_ids(self) -> Iterator[int]:
        """Everybody who has a seller's page."""
        return people.seller_ids()

    def sellers(self, ids: Iterable[int]) -> dict[int, SellerRecord]:
        """These sellers."""
        return people.seller_records(ids)

    def with_seller_page(self, ids: Collection[int]) -> Collection[int]:
        """Those of these people who have a seller's page."""
        return people.have_page(ids)

    def list_pages(self, key: ListKey) -> Iterator[ListPage]:
        """The pages a list consists of."""
        return map(_list_page, lists.boundaries(*key))

    def list_page(self, key: ListKey, number: int | None) -> ListPage | None:
        """One of them."""
        found = lists.boundary(*key, number)
        return _list_page(found) if found else None

    def list_pages_at(self, key: ListKey, positions: Collection[Position]) -> dict[Position, int | None]:
        """On which page of the list each position stands."""
        found = lists.pages_at(*key, positions)
        return {Position._make(place): number for place, number in found.items()}

    def members(self, key: ListKey, after: Position | None, upto: Position | None) -> list[ListingRecord]:
        """A list's members in (after, upto]."""
        return catalogue.between(catalogue.in_list(*key), after, upto)

    def member_places(self, key: ListKey, after: Position | None, upto: Position | None) -> list[Position]:
        """Where the same stand."""
        return [Position._make(place) for place in catalogue.places(catalogue.in_list(*key), after, upto)]

    def newest(self, key: ListKey, count: int) -> list[ListingRecord]:
        """A list's newest members."""
        ids = lists.newest_ids(*key, count)
        found = catalogue.by_id(catalogue.in_lists(), ids)
        return [found[one] for one in ids if one in found]

    def newest_ids(self, key: ListKey, count: int) -> list[int]:
        """Their ids."""
        return lists.newest_ids(*key, count)

    def counts(self) -> dict[ListKey, int]:
        """How many members each list has."""
        return {ListKey._make(key): number for key, number in lists.counts().items()}

    def listings(self, ids: Iterable[int]) -> dict[int, ListingRecord]:
        """Those of these listings that have a page."""
        return catalogue.by_id(catalogue.with_page(), ids)

    def page_positions(self, category_id: int) -> Iterator[Position]:
        """Where the listings with a page stand."""
        return map(Position._make, catalogue.places(catalogue.with_page().filter(category_id=category_id)))

    def with_pages(self, category_id: int, after: Position | None, upto: Position) -> list[ListingRecord]:
        """The listings with a page in (after, upto]."""
        return catalogue.between(catalogue.with_page().filter(category_id=category_id), after, upto)

    def beside(self, category_id: int, position: Position, count: int, *, older: bool) -> list[ListingRecord]:
        """The nearest listings in lists."""
        return catalogue.beside(category_id, position, count, older=older)

    def shards(self) -> Iterator[int]:
        """The numbers of the sitemap's shards."""
        last = -1
        for number in catalogue.in_lists().order_by("id").values_list("id", flat=True).iterator():
            if number // SHARD != last:
                last = number // SHARD
                yield last

    def beside_ids(self, category_id: int, position: Position, count: int, *, older: bool) -> list[int]:
        """The ids of the same."""
        return catalogue.beside_ids(category_id, position, count, older=older)

    def around(self, category_id: int, position: Position) -> list[int]:
        """The listings whose related ones may include one there."""
        return catalogue.around(category_id, position, RELATED)

    def listings_with_pictures(self, hashes: Collection[str]) -> Collection[int]:
        """The listings that have one of these pictures."""
        return catalogue.with_pictures(hashes)

    def listings_of_seller(self, seller_id: int) -> Collection[int]:
        """All published listings of a seller."""
        return catalogue.of_seller(seller_id)

    def sellers_with_pictures(self, hashes: Collection[str]) -> Collection[int]:
        """The people who show one of these pictures beside their name."""
        return people.with_pictures(hashes)

    def library_uses(self, hashes: Collection[str]) -> bool:
        """Whether one of these pictures is in the library."""
        return pages.library_uses(hashes)

    def list_stamp(self) -> int:
        """A number that rises when bounds of list pages are written."""
        return lists.stamp()

    def list_changes(self, since: int) -> list[tuple[ListKey, int | None]]:
        """List pages whose bounds or neighbours have changed."""
        return [(ListKey(kind, of), number) for kind, of, number in lists.changed_since(since)]

    def settle(self, touched: Mapping[ListKey, Collection[Position]] | None) -> None:
        """Bring list pages within their sizes."""
        lists.settle(None if touched is None else {(key.kind, key.id): list(places) for key, places in touched.items()})

    def snapshot(self) -> AbstractContextManager[None]:
        """Everything that is read inside is of one moment."""
        return snapshot()

    def shard(self, number: int) -> list[tuple[int, str, datetime]]:
        """Id, address and time of a shard's listings."""
        first = number * SHARD
        rows = (
            catalogue.in_lists()
            .filter(id__gte=first, id__lt=first + SHARD)
            .order_by("id")
            .values_list("id", "slug", "published_at")
        )
        return [(pk, f"/listing/{pk}-{slug}", when) for pk, slug, when in rows if when is not None]

    def busy_sellers(self, ids: Iterable[int]) -> dict[int, SellerRecord]:
        """Those of these sellers who have something in lists."""
        busy = catalogue.in_lists().filter(seller_id__in=list(ids)).values_list("seller_id", flat=True).distinct()
        return people.seller_records(busy)

    def detach(self) -> None:
        """Close the database connections: a forked process must not share its parent's."""
        connections.close_all()

    @cached_property
    def _site(self) -> SiteRecord:
        return site.site_record()

    @cached_property
    def _categories(self) -> list[CategoryRecord]:
        return catalogue.category_records()

    @cached_property
    def _pages(self) -> list[PageRecord]:
        return list(pages.live_page_records())

    @cached_property
    def _page_paths(self) -> dict[int, str]:
        return {one.id: one.path for one in self._pages}


def _list_page(found: ListBoundary) -> ListPage:
    return ListPage(
        number=found.number,
        after=Position._make(found.after) if found.after else None,
        upto=Position._make(found.upto) if found.upto else None,
        older=found.older,
        newer=found.newer,
        jumps=found.jumps,
    )
