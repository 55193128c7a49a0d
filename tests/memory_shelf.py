"""A list in memory: what cuts lists in the database cuts it too, thousands of times a second."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from cms.catalog.list_pages.shelf import Bound, Cut, Jumps, Overtaken

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cms.contract.records import Place

_FIRST_DAY = datetime(2030, 1, 1, tzinfo=UTC)


def place(number: int) -> Place:
    """The place of a good by one number."""
    return _FIRST_DAY + timedelta(seconds=number), number


class MemoryShelf:
    """One list, as cms.catalog.list_pages.shelf.Shelf. `rewritten` collects the pages that were written anew."""

    def __init__(self) -> None:
        self.held: list[Place] = []
        self.given: list[int] = []
        self.rewritten: set[int | None] = set()
        self._bounds: list[Bound] = []
        self._places: list[Place] = []
        self._by_name: dict[int, Place] = {}
        self._jumps: dict[int, Jumps] = {}
        self._jumping: dict[int, set[int]] = {}
        self._stamp = 0

    def add(self, good: Place) -> None:
        """Put a good where it belongs."""
        insort(self.held, good)

    def remove(self, good: Place) -> None:
        """Take a good out."""
        del self.held[bisect_left(self.held, good)]

    def sizes(self) -> list[int]:
        """How many goods each page holds, oldest first, the front last."""
        ends = [0, *(bisect_right(self.held, one) for one in self._places), len(self.held)]
        return [upto - after for after, upto in pairwise(ends)]

    def page_of(self, good: Place) -> int | None:
        """The name of the page that a good is on."""
        return next((one.number for one in self.reaching(good, 1)), None)

    def goods(self, after: Place | None, upto: Place | None) -> Iterator[Place]:
        """As Shelf.goods."""
        start = 0 if after is None else bisect_right(self.held, after)
        end = len(self.held) if upto is None else bisect_right(self.held, upto)
        return iter(self.held[start:end])

    def bounds(self) -> list[Bound]:
        """As Shelf.bounds."""
        return list(self._bounds)

    def bound(self, number: int) -> Bound | None:
        """As Shelf.bound."""
        return Bound(number, self._by_name[number]) if number in self._by_name else None

    def below(self, place: Place | None, count: int) -> list[Bound]:
        """As Shelf.below."""
        end = len(self._bounds) if place is None else bisect_left(self._places, place)
        return self._bounds[max(0, end - count) : end][::-1]

    def reaching(self, place: Place, count: int) -> list[Bound]:
        """As Shelf.reaching."""
        start = bisect_left(self._places, place)
        return self._bounds[start : start + count]

    def jumps(self, numbers: Collection[int]) -> dict[int, Jumps]:
        """As Shelf.jumps."""
        return {number: dict(self._jumps[number]) for number in numbers if self._jumps.get(number)}

    def jumping_to(self, numbers: Collection[int]) -> dict[int, Jumps]:
        """As Shelf.jumping_to."""
        return self.jumps({page for number in numbers for page in self._jumping.get(number, ())})

    def last_number(self) -> int:
        """As Shelf.last_number."""
        return self.given[-1] if self.given else 0

    def stamp(self) -> int:
        """As Shelf.stamp."""
        return self._stamp

    @contextmanager
    def writing(self, *, seen: int) -> Iterator[int]:
        """As Shelf.writing."""
        if seen != self._stamp:
            raise Overtaken
        self._stamp += 1
        yield self._stamp

    def write(self, cut: Cut, *, stamp: int) -> None:
        """As Shelf.write."""
        assert stamp == self._stamp
        for number in cut.retired:
            at = bisect_left(self._places, self._by_name.pop(number))
            del self._bounds[at], self._places[at]
            self._set_jumps(number, {})
        for page in cut.sealed:
            at = bisect_left(self._places, page.place)
            self._bounds.insert(at, page)
            self._places.insert(at, page.place)
            self._by_name[page.number] = page.place
            self.given.append(page.number)
        for number, jumps in cut.jumps.items():
            self._set_jumps(number, jumps)
        self.rewritten.update(one.number for one in cut.sealed)
        self.rewritten.update(cut.moved)
        if cut.front_moved:
            self.rewritten.add(None)

    def _set_jumps(self, number: int, jumps: Jumps) -> None:
        for target in self._jumps.pop(number, {}).values():
            self._jumping[target].discard(number)
        self._jumps[number] = dict(jumps)
        for target in jumps.values():
            self._jumping.setdefault(target, set()).add(number)
