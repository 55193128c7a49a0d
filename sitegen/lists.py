"""The boundaries of list pages: a front page with the newest, and sealed pages of equal size behind it.

Counted from the oldest listing on, so that a new listing moves no boundary of a sealed page.
"""

from __future__ import annotations

from collections import deque
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

    `number` is None on the front page; `older` and `newer` are numbers of sealed pages. The newest sealed page
    has newer None and `newer_is_front`. `count` is the whole list's length, on the front page only.
    """

    number: int | None
    after: Position | None
    upto: Position | None
    older: int | None
    newer: int | None
    count: int | None

    @property
    def newer_is_front(self) -> bool:
        """Whether the front page is the next newer one."""
        return self.number is not None and self.newer is None


def cut(positions: Iterable[Position], size: int) -> Iterator[ListPage]:
    """Cut a list (oldest first) into sealed pages of `size`, and a front page of `size` to 2·`size` - 1.

    A list shorter than two pages is all front. Streams: never holds more than 2·`size` positions. The front page
    comes last and is there even when the list is empty.
    """
    waiting: deque[Position] = deque()
    sealed: ListPage | None = None
    after: Position | None = None
    count = 0
    for position in positions:
        count += 1
        waiting.append(position)
        if len(waiting) < 2 * size:
            continue
        if sealed is not None:
            yield _followed(sealed)
        upto = [waiting.popleft() for _ in range(size)][-1]
        number = 1 if sealed is None or sealed.number is None else sealed.number + 1
        sealed = ListPage(number=number, after=after, upto=upto, older=number - 1 or None, newer=None, count=None)
        after = upto
    if sealed is not None:
        yield sealed
    yield ListPage(
        number=None,
        after=after,
        upto=waiting[-1] if waiting else None,
        older=sealed.number if sealed else None,
        newer=None,
        count=count,
    )


def _followed(page: ListPage) -> ListPage:
    return ListPage(
        number=page.number,
        after=page.after,
        upto=page.upto,
        older=page.older,
        newer=(page.number or 0) + 1,
        count=None,
    )


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
