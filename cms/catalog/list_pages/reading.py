"""The pages of a list as those who render it see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.catalog.list_pages.shelf import Bound, LoadedBounds, Shelf
from cms.contract.records import ListBoundary, Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_READ_AT_ONCE = 500


def boundary(shelf: Shelf, number: int | None) -> ListBoundary | None:
    """The page with this name, the front for None; None when the page is no longer there."""
    own = None if number is None else shelf.bound(number)
    if number is not None and own is None:
        return None
    older = next(iter(shelf.below(own.place if own else None, 1)), None)
    if own is None:
        return _record(None, older, None, {})
    younger = shelf.reaching(own.place, 2)[1:]
    return _record(own, older, younger[0] if younger else None, shelf.jumps([own.number]).get(own.number, {}))


def boundaries(shelf: Shelf) -> Iterator[ListBoundary]:
    """All pages, oldest first; the front comes last and is always there."""
    bounds = shelf.bounds()
    older: Bound | None = None
    for start in range(0, len(bounds), _READ_AT_ONCE):
        some = bounds[start : start + _READ_AT_ONCE]
        jumps = shelf.jumps([page.number for page in some])
        for at, page in enumerate(some, start=start + 1):
            yield _record(page, older, bounds[at] if at < len(bounds) else None, jumps.get(page.number, {}))
            older = page
    yield _record(None, older, None, {})


def pages_at(shelf: Shelf, places: Collection[Place]) -> dict[Place, int | None]:
    """The name of the page on which each of these places is, None for the front."""
    bounds = shelf if len(places) <= 1 else LoadedBounds(_bounds_around(shelf, places))
    return {place: next((page.number for page in bounds.reaching(place, 1)), None) for place in places}


def _bounds_around(shelf: Shelf, places: Collection[Place]) -> Iterator[Bound]:
    """The bounds that these places lie at, oldest first: one question for each page."""
    reached: Bound | None = None
    for place in sorted(places):
        if reached is not None and place <= reached.place:
            continue
        reached = next(iter(shelf.reaching(place, 1)), None)
        if reached is None:
            return
        yield reached


def _record(own: Bound | None, older: Bound | None, newer: Bound | None, jumps: dict[int, int]) -> ListBoundary:
    return ListBoundary(
        number=own.number if own else None,
        after=older.place if older else None,
        upto=own.place if own else None,
        older=older.number if older else None,
        newer=newer.number if newer else None,
        jumps=tuple(target for _, target in sorted(jumps.items())),
    )
