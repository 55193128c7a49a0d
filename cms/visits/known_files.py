"""Which file is which: by its place on the disk and its first bytes, or by these alone after copying or packing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from cms.visits.log_files import HEAD, Found, digest
from cms.visits.models import LogFile


class Seen(NamedTuple):
    """A file with its first bytes (at most HEAD). `is_live` is the one that the server writes to, if it is known."""

    found: Found
    head: bytes
    is_live: bool = False


class Assigned(NamedTuple):
    """Files with their rows, or with None when they are new; copies of others; and what only the next look can tell:
    they begin like another one that is new.
    """

    work: list[tuple[Seen, LogFile | None]]
    copies: list[Seen]
    unclear: list[Seen]


class Known:
    """The files that were counted before."""

    def __init__(self, rows: Iterable[LogFile]) -> None:
        self._rows = list(rows)

    def settled(self, found: Found) -> LogFile | None:
        """The row of a file that has not changed since it was read to its end."""
        return next((row for row in self._rows if row.settled == found.state), None)

    def assign(self, files: Sequence[Seen], *, taken: Iterable[int] = ()) -> Assigned:
        """Find the row of each file. `taken` are rows whose file is found already.

        A file that stayed where it was goes before a copy of it.
        """
        claimed = set(taken)
        rows: dict[Found, LogFile] = {}
        for seen in files:
            at_its_place = [row for row in self._rows if row.place == seen.found.place]
            if row := _best(at_its_place, seen.head, without=claimed):
                rows[seen.found] = row
                claimed.add(row.pk)
        new: list[Seen] = []
        found = Assigned([], [], [])
        for seen in files:
            row = rows.get(seen.found) or _best(self._rows, seen.head, without=claimed)
            if row:
                claimed.add(row.pk)
                found.work.append((seen, row))
            elif not seen.is_live and _best(self._rows, seen.head):
                found.copies.append(seen)
            elif any(_begin_alike(seen.head, other.head) for other in new):
                found.unclear.append(seen)
            else:
                new.append(seen)
                found.work.append((seen, None))
        return found


def _begin_alike(one: bytes, other: bytes) -> bool:
    size = min(len(one), len(other))
    return size > 0 and one[:size] == other[:size]


def _best(rows: Iterable[LogFile], head: bytes, *, without: Collection[int] = ()) -> LogFile | None:
    """The row of a file that begins so: the one of which most is known."""
    digests: dict[int, str] = {}

    def begins_so(row: LogFile) -> bool:
        size = row.head_size
        if size not in digests:
            digests[size] = digest(head[:size])
        return len(head) >= size and digests[size] == row.head

    fitting = [row for row in rows if row.pk not in without and begins_so(row)]
    return max(fitting, key=lambda row: (row.head_size, row.pk), default=None)


def head_of(content: bytes, offset: int) -> tuple[str, int]:
    """The digest that is kept, and of how many bytes: those that are counted."""
    size = min(HEAD, offset)
    return digest(content[:size]), size
