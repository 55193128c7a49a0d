"""Counts files of the log, each line exactly once: how far a file is counted is stored with the numbers themselves."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.visits.countries import country_finder
from cms.visits.cutting import cut
from cms.visits.days import Calendar, shop_zone
from cms.visits.known_files import Known, Seen, head_of
from cms.visits.lines import Sorted, Sorter
from cms.visits.log_files import HEAD, Found, Reader, must_find, reading
from cms.visits.models import PATH_LENGTH, LogFile, VisitSettings
from cms.visits.salts import folder
from cms.visits.tally import Country, Tally

log = logging.getLogger("cataloro.visits")

BLOCK = 8 * 1024 * 1024
"""So much is read and counted in one transaction."""


@dataclass(slots=True)
class Counts:
    """What became of the lines. Each is one of the four kinds."""

    lines: int = 0
    counted: int = 0
    bots: int = 0
    malformed: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may have something new; `held` when it is open already, `is_live` when the server writes to it."""

    found: Found
    is_live: bool = False
    held: BinaryIO | None = None


class SomebodyElseCounted(Exception):
    """The row of this file has moved on meanwhile; nothing of the block was counted."""


class Counting:
    """Counts what is new in files, round by round."""

    def __init__(
        self,
        *,
        form: str | None = None,
        tell: Callable[[Found, int], None] = lambda _found, _offset: None,
        block: int = BLOCK,
    ) -> None:
        self.counts = Counts()
        self.stopping = False
        self._form = form
        self._tell = tell
        self._block = block
        self._settled: dict[str, int | None] = {}
        self._country: Country = country_finder(settings.COUNTRY_DATABASE)

    def count(self, candidates: Iterable[Candidate], *, say: Callable[[str], None] = log.info) -> None:
        """Count all that is new in these. Raises OSError when one cannot be read; the others before it are counted."""
        candidates = list(candidates)
        if all(one.found.state in self._settled for one in candidates):
            return
        with _only_one_counts(say):
            self._zone = shop_zone()
            self._is_on = VisitSettings.load().counting
            calendar = Calendar(self._zone, now=timezone.now())
            self._sorter = Sorter(calendar, own_hosts=[settings.SITE_HOST], form=self._form)
            if self._look(candidates):
                self._look(candidates)  # What began like a new one is a copy of it, or is new as well.

    def _look(self, candidates: list[Candidate]) -> bool:
        """Count once; whether something was left out because nobody could tell what it is."""
        known = Known(LogFile.objects.all())
        settled: dict[str, int | None] = {}
        for one in candidates:
            state = one.found.state
            if state in self._settled:
                settled[state] = self._settled[state]
            elif row := known.settled(one.found):
                settled[state] = row.pk
        waiting = {one.found: one for one in candidates if one.found.state not in settled}
        files = [Seen(found, self._head(one), one.is_live) for found, one in waiting.items()]
        found = known.assign(files, taken=[pk for pk in settled.values() if pk is not None])
        self._settled = settled | {seen.found.state: None for seen in found.copies}
        for seen, row in found.work:
            self._count_file(waiting[seen.found], seen, row)
        return bool(found.unclear)

    def _head(self, one: Candidate) -> bytes:
        with reading(one.found, one.held) as reader:
            return reader.head(HEAD)

    def _count_file(self, one: Candidate, seen: Seen, row: LogFile | None) -> None:
        if row is None:
            row = LogFile(path=str(one.found.path)[:PATH_LENGTH], offset=0)
        row.place = one.found.place
        with reading(one.found, one.held) as reader:
            while not self.stopping:
                block = reader.read(row.offset, self._block)
                if not reader.is_packed and not reader.head(HEAD).startswith(seen.head):
                    return  # It was emptied while it was read: the next round sees what it is now.
                try:
                    is_more = self._count_block(block, row, reader, seen)
                except SomebodyElseCounted:
                    row.refresh_from_db()
                    continue
                if not is_more:
                    self._settle(one.found, row, reader)
                    return
                self._tell(one.found, row.offset)

    def _count_block(self, block: bytes, row: LogFile, reader: Reader, seen: Seen) -> bool:
        """Whether there was something to count."""
        is_last = reader.is_packed and len(block) < self._block and not reader.is_damaged
        found = cut(block, in_long_line=row.in_long_line, is_last=is_last)
        if not found.taken:
            return False
        lines = self._sorter.sort(found.lines)
        lines.lines += found.too_long
        lines.malformed += found.too_long
        offset = row.offset + found.taken
        head = seen.head if len(seen.head) >= min(HEAD, offset) else reader.head(HEAD)
        counted = robots = 0
        with transaction.atomic():
            _move_on(row, offset=offset, in_long_line=found.in_long_line, head=head)
            if self._is_on:
                tally = Tally(self._zone, country=self._country)
                tally.add(lines)
                counted, robots = tally.counted, tally.robots
        self._note(lines, counted, robots)
        return True

    def _note(self, found: Sorted, counted: int, robots: int) -> None:
        self.counts.lines += found.lines
        self.counts.counted += counted
        self.counts.bots += robots
        self.counts.malformed += found.malformed
        self.counts.skipped += found.lines - found.malformed - counted - robots

    def _settle(self, found: Found, row: LogFile, reader: Reader) -> None:
        """Remember that there is nothing more in it; of packed files, which take long to look through, for ever."""
        if not row.offset:
            return  # Nothing in it yet.
        self._settled[found.state] = row.pk
        if reader.is_packed:
            LogFile.objects.filter(pk=row.pk).update(settled=found.state, place=row.place)


def _move_on(row: LogFile, *, offset: int, in_long_line: bool, head: bytes) -> None:
    before = row.offset
    row.head, row.head_size = head_of(head, offset)
    row.offset, row.in_long_line, row.changed_at = offset, in_long_line, timezone.now()
    if not before:
        row.save(force_insert=True)
        return
    moved = LogFile.objects.filter(pk=row.pk, offset=before).update(
        place=row.place,
        head=row.head,
        head_size=row.head_size,
        offset=offset,
        in_long_line=in_long_line,
        changed_at=row.changed_at,
    )
    if not moved:
        raise SomebodyElseCounted(row.path)


@contextmanager
def _only_one_counts(say: Callable[[str], None]) -> Iterator[None]:
    """Two that count at once would both find the same lines: the second one waits."""
    with (folder() / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Somebody else is counting; this waits until they are done.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def named(paths: Iterable[Path]) -> list[Candidate]:
    """These files, each once, the oldest first. Raises OSError for one that cannot be looked at."""
    found = {one.place: Candidate(one) for one in map(must_find, paths)}
    return sorted(found.values(), key=lambda one: one.found.modified)
