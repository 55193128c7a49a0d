"""The lists of goods and their pages: kind is all (id 0), category (with everything below it) or seller."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cms.accounts.models import User
from cms.catalog.list_pages import database, reading
from cms.catalog.list_pages.counting import counts, newest_ids
from cms.catalog.list_pages.database import DatabaseShelf
from cms.catalog.list_pages.settling import settle_list
from cms.catalog.list_pages.sizes import Sizes
from cms.catalog.models import Category
from cms.contract.records import ListBoundary, Place
from cms.site.models import GeneralSettings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

__all__ = [
    "ListBoundary",
    "ListKey",
    "Place",
    "boundaries",
    "boundary",
    "changed_since",
    "counts",
    "newest_ids",
    "pages_at",
    "settle",
    "stamp",
    "taken_over_by",
]

ListKey = tuple[str, int]
ALL: ListKey = ("all", 0)


def settle(touched: Mapping[ListKey, Collection[Place]] | None) -> None:
    """Bring the pages within their sizes again: those on which these old and new places are, or with None all.

    Afterwards nothing is left to settle. Only reads when nothing has to change; otherwise each list is written in
    short transactions of its own.
    """
    sizes = Sizes(GeneralSettings.load().listings_per_page)
    if touched is None:
        _settle_all(sizes)
        return
    for (kind, of), places in touched.items():
        settle_list(DatabaseShelf(kind, of), sizes, places)


def stamp() -> int:
    """A number that rises whenever bounds are written."""
    return database.present_stamp()


def changed_since(stamp: int) -> list[tuple[str, int, int | None]]:
    """What must be rendered anew or removed since then: kind and id of the list, name of the page (None: front).

    A page is there when it is new, and when its bounds, neighbours or jumps are others. What `boundary` does not know
    is no more.
    """
    return list(database.changed_since(stamp))


def boundary(kind: str, of: int, number: int | None) -> ListBoundary | None:
    """One page of a list, the front for None; None when there is no such page, or no longer."""
    return reading.boundary(DatabaseShelf(kind, of), number)


def boundaries(kind: str, of: int) -> Iterator[ListBoundary]:
    """All pages of a list, oldest first; the front comes last and is always there."""
    return reading.boundaries(DatabaseShelf(kind, of))


def pages_at(kind: str, of: int, places: Collection[Place]) -> dict[Place, int | None]:
    """The page on which each of these places is; None for the front."""
    return reading.pages_at(DatabaseShelf(kind, of), places)


def taken_over_by(kind: str, of: int, number: int) -> int | None:
    """The page that now has the goods of page `number`; None for the front. Raises LookupError for an unknown name."""
    place = database.place_of_page(kind, of, number)
    if place is None:
        raise LookupError(number)
    return pages_at(kind, of, [place])[place]


def _settle_all(sizes: Sizes) -> None:
    sized, known = counts(), database.known_lists()
    gone = known - _existing(known)
    for kind, of in sorted(gone):
        database.drop(kind, of)
    for kind, of in sorted(known - gone | {key for key, count in sized.items() if count > sizes.largest_front}):
        settle_list(DatabaseShelf(kind, of), sizes, None)


def _existing(keys: Collection[ListKey]) -> set[ListKey]:
    ids: dict[str, set[int]] = defaultdict(set)
    for kind, of in keys:
        ids[kind].add(of)
    categories = set(Category.objects.values_list("id", flat=True)) & ids["category"]
    # Those whose listings no page shows keep the names of their pages: they may be let in again.
    sellers = set(User.objects.filter(listings__isnull=False).values_list("id", flat=True).distinct()) & ids["seller"]
    return {ALL, *(("category", one) for one in categories), *(("seller", one) for one in sellers)}
