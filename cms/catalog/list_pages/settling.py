"""Settles a list: after goods came and went, its pages hold neither too many nor too few again.

Bounds are all there is. To join a page with its younger neighbour its bound is taken out, to split a page a bound
is put in; the front page is the one without an upper bound. Every rule looks at a page and its neighbours only, so a
list is settled when each page on which something changed is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from cms.catalog.list_pages.jumps import jumps_after, jumps_of_new
from cms.catalog.list_pages.shelf import FRONT, Bound, Cut, Overtaken, Shelf
from cms.catalog.list_pages.sizes import Group, Sizes, cuts, groups
from cms.catalog.list_pages.stretches import Stretch, around, counts, whole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cms.contract.records import Place

_WRITTEN_AT_ONCE = 500
"""Bounds in one transaction: others wait meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Regrouping:
    """The bounds of neighbours that change: `retired` go and `at` come between `older` and `keeper`, which stay."""

    older: Bound | None
    keeper: Bound | None
    retired: tuple[Bound, ...]
    at: tuple[Place, ...]

    @property
    def size(self) -> int:
        return len(self.retired) + len(self.at)

    @property
    def edges(self) -> tuple[Place, Place]:
        """Places on the oldest and on the youngest of the new pages."""
        last = self.keeper.place if self.keeper else FRONT
        return (self.at[0] if self.at else last), last


def settle_list(shelf: Shelf, sizes: Sizes, touched: Collection[Place] | None) -> None:
    """Settle the pages on which these places are, or the whole list: then nothing is left to settle there.

    Only reads while nothing has to change; writes in transactions of their own, after each of which the list is whole.
    """
    while touched is None or touched:
        seen = shelf.stamp()
        stretches = whole(shelf) if touched is None else around(shelf, touched)
        wanted = [one for stretch in stretches for one in _regroupings(shelf, stretch, sizes)]
        try:
            _write(shelf, wanted, seen)
        except Overtaken:
            continue
        touched = {place for one in wanted for place in one.edges}


def _regroupings(shelf: Shelf, stretch: Stretch, sizes: Sizes) -> Iterator[_Regrouping]:
    held = counts(shelf, stretch)
    has_front = stretch.pages[-1] is None
    older = stretch.after
    for group in groups(held, sizes, front=has_front):
        keeper = stretch.pages[group.last]
        at = _places_to_cut_at(shelf, group, older, keeper, sizes)
        retired = tuple(page for page in stretch.pages[group.first : group.last] if page is not None)
        if at or retired:
            yield _Regrouping(older=older, keeper=keeper, retired=retired, at=at)
        older = keeper


def _places_to_cut_at(
    shelf: Shelf, group: Group, older: Bound | None, keeper: Bound | None, sizes: Sizes
) -> tuple[Place, ...]:
    wanted = list(cuts(group.count, sizes, front=keeper is None))
    if not wanted:
        return ()
    goods = shelf.goods(older.place if older else None, keeper.place if keeper else None)
    found = []
    for size in wanted:
        place = next(islice(goods, size - 1, None), None)
        if place is None or (keeper is not None and place >= keeper.place):
            break  # Something left since it was counted.
        found.append(place)
    return tuple(found)


def _write(shelf: Shelf, wanted: list[_Regrouping], seen: int) -> None:
    batch: list[_Regrouping] = []
    for one in (part for whole_one in wanted for part in _parts(whole_one)):
        if batch and sum(other.size for other in batch) + one.size > _WRITTEN_AT_ONCE:
            seen = _write_together(shelf, batch, seen)
            batch = []
        batch.append(one)
    if batch:
        _write_together(shelf, batch, seen)


def _write_together(shelf: Shelf, batch: list[_Regrouping], seen: int) -> int:
    with shelf.writing(seen=seen) as stamp:
        for one in batch:
            shelf.write(_cut(shelf, one), stamp=stamp)
        return stamp


def _parts(one: _Regrouping) -> Iterator[_Regrouping]:
    """A regrouping in steps that each leave the list whole: first what goes, then what comes, oldest first."""
    at = one.at[:_WRITTEN_AT_ONCE]
    yield replace(one, at=at)
    for start in range(_WRITTEN_AT_ONCE, len(one.at), _WRITTEN_AT_ONCE):
        # The page before was sealed by the step before, so only then it has a name.
        at = one.at[start : start + _WRITTEN_AT_ONCE]
        yield replace(one, older=None, retired=(), at=at)


def _cut(shelf: Shelf, one: _Regrouping) -> Cut:
    number = shelf.last_number()
    sealed = [Bound(number + nth, place) for nth, place in enumerate(one.at, start=1)]
    younger = [*sealed, *([one.keeper] if one.keeper else [])]
    rejumped = jumps_after(shelf, one.retired, younger)
    jumps = rejumped | jumps_of_new(shelf, sealed, without={page.number for page in one.retired})
    older = one.older or next(iter(shelf.below(one.at[0], 1)), None) if one.at else one.older
    beside = {page.number for page in (older, one.keeper) if page is not None}
    return Cut(
        retired=[page.number for page in one.retired],
        sealed=sealed,
        moved=beside | rejumped.keys(),
        front_moved=one.keeper is None,
        jumps=jumps,
    )
