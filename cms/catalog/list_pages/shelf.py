"""What the cutting of one list reads and writes: a database, or the memory of a test."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cms.contract.records import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager

FRONT: Place = (datetime.max.replace(tzinfo=UTC), 0)
"""A place on the front page of every list: younger than any listing."""

Jumps = dict[int, int]
"""Of one page: step to the name of the page some 10^step pages older."""


class Bound(NamedTuple):
    """A sealed page by its name and its upper end. The front page is None."""

    number: int
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One change to the bounds of a list.

    `retired` names are never live again. `moved` are pages that got another bound, neighbour or jump.
    `jumps` replaces all that these pages had.
    """

    retired: Collection[int]
    sealed: Collection[Bound]
    moved: Collection[int]
    front_moved: bool
    jumps: Mapping[int, Jumps]


class Overtaken(Exception):
    """Somebody else wrote bounds since they were read."""


class Shelf(Protocol):
    """One list: its goods, which others put there, and its bounds. Only live bounds are ever given."""

    def goods(self, after: Place | None, upto: Place | None) -> Iterator[Place]:
        """Where the goods in (after, upto] stand, oldest first, streamed; None is an open end."""

    def bounds(self) -> list[Bound]:
        """All, oldest first."""

    def bound(self, number: int) -> Bound | None:
        """A page by its name."""

    def below(self, place: Place | None, count: int) -> list[Bound]:
        """The nearest bounds older than `place` (None: all), nearest first."""

    def reaching(self, place: Place, count: int) -> list[Bound]:
        """The nearest bounds at `place` or younger, nearest first. The first is the page that `place` is on."""

    def jumps(self, numbers: Collection[int]) -> dict[int, Jumps]:
        """The jumps of these pages, of those that have any."""

    def jumping_to(self, numbers: Collection[int]) -> dict[int, Jumps]:
        """All jumps of the pages that jump to one of these."""

    def last_number(self) -> int:
        """The youngest name given so far, 0 before the first."""

    def stamp(self) -> int:
        """How often bounds of any list were written."""

    def writing(self, *, seen: int) -> AbstractContextManager[int]:
        """A transaction with the next stamp. Raises Overtaken when the present one is not `seen`."""

    def write(self, cut: Cut, *, stamp: int) -> None:
        """Write one change, and the stamp to all that it names."""


class LoadedBounds:
    """Bounds held in memory, which answer what a shelf would ask its storage one by one."""

    def __init__(self, bounds: Iterable[Bound]) -> None:
        self._bounds = list(bounds)
        self._places = [one.place for one in self._bounds]

    def below(self, place: Place | None, count: int) -> list[Bound]:
        """As Shelf.below."""
        end = len(self._bounds) if place is None else bisect_left(self._places, place)
        return self._bounds[max(0, end - count) : end][::-1]

    def reaching(self, place: Place, count: int) -> list[Bound]:
        """As Shelf.reaching."""
        start = bisect_left(self._places, place)
        return self._bounds[start : start + count]
