"""What a list is, and its pages: a front page with the newest listings, and sealed pages of older ones behind it.

Where a page begins and ends is stored with the listings, so that neither a new listing nor a sale moves other pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Position(NamedTuple):
    """Where a listing stands in every list: by time of first publication, then by id."""

    published_at: datetime
    id: int


class ListKey(NamedTuple):
    """One list of listings: `kind` is all (id 0), category (with all below it) or seller."""

    kind: str
    id: int


ALL = ListKey("all", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page of a list: the listings after `after` up to and with `upto`, oldest first.

    `number` is None on the front page, whose `upto` is None: it is open to what is newest. `older` and `newer` are
    numbers of sealed pages. `jumps` are the numbers of those some 10, 100, 1,000 … pages older.
    """

    number: int | None
    after: Position | None
    upto: Position | None
    older: int | None
    newer: int | None
    jumps: tuple[int, ...] = ()

    @property
    def newer_is_front(self) -> bool:
        """Whether the front page is the next newer one."""
        return self.number is not None and self.newer is None


def slices(positions: Iterable[Position], size: int) -> Iterator[tuple[Position | None, Position]]:
    """Cut a stream of positions into ranges (after, upto] of at most `size`, for work in bulk."""
    after: Position | None = None
    last: Position | None = None
    held = 0
    for position in positions:
        last, held = position, held + 1
        if held == size:
            yield after, position
            after, last, held = position, None, 0
    if last is not None:
        yield after, last
