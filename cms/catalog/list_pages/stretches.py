"""Neighbouring pages of a list that are looked at together, because goods came to one of them or left it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cms.catalog.list_pages.shelf import FRONT, Bound, LoadedBounds, Shelf

if TYPE_CHECKING:
    from collections.abc import Collection

    from cms.contract.records import Place

_ASKED_ONE_BY_ONE = 64
"""For more places than these the bounds of the whole list are read at once."""


@dataclass(slots=True)
class Stretch:
    """`pages`, oldest first, without a gap; None, the front, can only be the last. `after` is the bound before them."""

    after: Bound | None
    pages: list[Bound | None]


def whole(shelf: Shelf) -> list[Stretch]:
    """The list as one stretch."""
    return [Stretch(None, [*shelf.bounds(), None])]


def around(shelf: Shelf, touched: Collection[Place]) -> list[Stretch]:
    """The pages on which these places are, with a neighbour on either side."""
    bounds = shelf if len(touched) <= _ASKED_ONE_BY_ONE else LoadedBounds(shelf.bounds())
    found: list[Stretch] = []
    looked_at: Place | None = None
    for place in sorted(touched):
        if looked_at is not None and place <= looked_at:
            continue
        older, own = bounds.below(place, 2), bounds.reaching(place, 2)
        looked_at = own[0].place if own else FRONT
        pages: list[Bound | None] = [*older[:1], *own]
        if len(own) < 2:  # noqa: PLR2004 (the page and its newer neighbour)
            pages.append(None)
        if not (found and _carry_on(found[-1], pages)):
            found.append(Stretch(older[1] if len(older) > 1 else None, pages))
    return found


def counts(shelf: Shelf, stretch: Stretch) -> list[int]:
    """How many goods each page of it holds: one query."""
    found = [0] * len(stretch.pages)
    at, page = 0, stretch.pages[0]
    last = stretch.pages[-1]
    for place in shelf.goods(stretch.after.place if stretch.after else None, last.place if last else None):
        while page is not None and place > page.place:
            at += 1
            page = stretch.pages[at]
        found[at] += 1
    return found


def _carry_on(stretch: Stretch, pages: list[Bound | None]) -> bool:
    """Lengthen a stretch by younger pages, the first of which must be in it already."""
    last, first = stretch.pages[-1], pages[0]
    if last is None:
        return True
    if first is None or first.place > last.place:
        return False
    stretch.pages += [page for page in pages if page is None or page.place > last.place]
    return True
