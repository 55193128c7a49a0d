"""Reads the database for the generator: the only way from the cms to a page."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.db import connections

from cms.api import catalogue, pages, people, site
from sitegen.lists import ListKey, Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from cms.contract.blocks import PageRecord
    from cms.contract.records import CategoryRecord, ListingRecord, PictureRecord, SellerRecord, SiteRecord

_SHARD = 1_000


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

    def leads_somewhere(self, address: str) -> bool:
        """Whether an internal address that somebody typed has something behind it."""
        return pages.leads_somewhere(address)

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

    def positions(self, key: ListKey) -> Iterator[Position]:
        """Where a list's members stand."""
        return map(Position._make, catalogue.places(catalogue.in_list(*key)))

    def members(self, key: ListKey, after: Position | None, upto: Position | None) -> list[ListingRecord]:
        """A list's members in (after, upto]."""
        return catalogue.between(catalogue.in_list(*key), after, upto)

    def newest(self, key: ListKey, count: int) -> list[ListingRecord]:
        """A list's newest members."""
        return catalogue.records(catalogue.in_list(*key).order_by("-published_at", "-id")[:count])

    def count(self, key: ListKey) -> int:
        """How many members a list has."""
        return catalogue.in_list(*key).count()

    def listings(self, ids: Iterable[int]) -> dict[int, ListingRecord]:
        """Those of these listings that lists show."""
        return catalogue.by_id(catalogue.in_lists(), ids)

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
            if number // _SHARD != last:
                last = number // _SHARD
                yield last

    def shard(self, number: int) -> list[tuple[str, datetime]]:
        """Address and time of a shard's listings."""
        first = number * _SHARD
        rows = (
            catalogue.in_lists()
            .filter(id__gte=first, id__lt=first + _SHARD)
            .order_by("id")
            .values_list("id", "slug", "published_at")
        )
        return [(f"/listing/{pk}-{slug}", when) for pk, slug, when in rows if when is not None]

    def seller_addresses(self, ids: Iterable[int]) -> list[str]:
        """The addresses of those of these sellers who have something in lists."""
        busy = catalogue.in_lists().filter(seller_id__in=list(ids)).values_list("seller_id", flat=True).distinct()
        return [one.path for one in people.seller_records(busy).values()]

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
