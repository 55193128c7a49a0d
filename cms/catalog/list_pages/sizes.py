"""How many goods a page holds, and which neighbouring pages become one: plain numbers, no places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Sizes:
    """All limits follow from `page`, the number of goods that a page should at least hold.

    Between the size at which something is cut or joined and the size it then has lie many goods, so nothing flaps.
    """

    page: int

    @property
    def largest(self) -> int:
        """A sealed page that holds more is split."""
        return 2 * self.page

    @property
    def sealed(self) -> int:
        """What is cut off the front, and about what the parts of a split page hold."""
        return 3 * self.page // 2

    @property
    def largest_front(self) -> int:
        """A front that holds more gives its oldest goods away."""
        return 5 * self.page // 2

    @property
    def smallest_front(self) -> int:
        """A front that holds fewer takes the newest sealed page in."""
        return self.page // 2

    @property
    def joined(self) -> int:
        """Two neighbours, one of them below `page`, become one when they hold at most this together."""
        return 11 * self.page // 6

    @property
    def smallest(self) -> int:
        """A sealed page that holds fewer goes to a neighbour, however full that is."""
        return self.page // 3


@dataclass(slots=True)
class Group:
    """The neighbouring pages `first` to `last` (positions, inclusive), which hold `count` goods together."""

    first: int
    last: int
    count: int


def groups(counts: Sequence[int], sizes: Sizes, *, front: bool) -> list[Group]:
    """Which of these neighbours, oldest first, become one page. With `front` the last of them is the front."""
    found: list[Group] = []
    for position, count in enumerate(counts):
        newest = Group(position, position, count)
        is_front = front and position == len(counts) - 1
        while found and _become_one(found[-1].count, newest.count, sizes, is_front=is_front):
            newest = _joined(found.pop(), newest)
        found.append(newest)
    _give_away_the_smallest(found, sizes, front=front)
    return found


def cuts(count: int, sizes: Sizes, *, front: bool) -> Iterator[int]:
    """How many goods each page cut off the old end gets; nothing while the page is not too full."""
    if front:
        while count > sizes.largest_front:
            yield sizes.sealed
            count -= sizes.sealed
    elif count > sizes.largest:
        parts = -(-count // sizes.sealed)
        for part in range(parts - 1):
            yield (count * (part + 1)) // parts - (count * part) // parts


def _become_one(older: int, newer: int, sizes: Sizes, *, is_front: bool) -> bool:
    if is_front and newer < sizes.smallest_front:
        return True
    below = older if is_front else min(older, newer)
    return below < sizes.page and older + newer <= sizes.joined


def _joined(older: Group, newer: Group) -> Group:
    return Group(older.first, newer.last, older.count + newer.count)


def _give_away_the_smallest(found: list[Group], sizes: Sizes, *, front: bool) -> None:
    """Join each sealed page that is nearly empty with the emptier of its neighbours."""
    at = 0
    while at < len(found):
        is_front = front and at == len(found) - 1
        if is_front or len(found) == 1 or found[at].count >= sizes.smallest:
            at += 1
            continue
        beside = [other for other in (at - 1, at + 1) if 0 <= other < len(found)]
        older = min(at, min(beside, key=lambda other: found[other].count))
        found[older : older + 2] = [_joined(found[older], found[older + 1])]
        at = older
