# Long because each table has its few questions here, and nobody else knows a column.
"""The memory between builds: one SQLite file for each release, beside the releases. It may be deleted at any time.

outputs   what there is: rule, subject, edition, file, digest of the unpacked bytes, and the facts that it read;
          a subject has one in each edition of the site, and all of them read the same
reads     the same facts the other way round: who read this, and what was seen
entries   where each listing stands in lists, as the release shows it
counts    how long each list is
todo      outputs to be made for changes that were planned and are worked off in slices
doomed    files to be removed when nothing waits to be made
held      files that the guard does not let go without a person
journal   what has changed since this release was built, for the case of a return to an older one
meta      single values
"""

from __future__ import annotations

import sqlite3
from array import array
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Self

from sitegen.errors import CannotWrite, StateUnusable
from sitegen.lists import ListKey, Position

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

VERSION = 2
"""Raised with each change of the tables: a state of another version is a state that is not there."""

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE outputs (
    id INTEGER PRIMARY KEY, rule TEXT, subject TEXT, edition TEXT, name TEXT, digest INTEGER, facts BLOB
);
CREATE TABLE reads (fact INTEGER, output INTEGER, digest INTEGER, PRIMARY KEY (fact, output)) WITHOUT ROWID;
CREATE TABLE paths (fact INTEGER PRIMARY KEY, path TEXT);
CREATE TABLE entries (listing INTEGER PRIMARY KEY, published TEXT, category INTEGER, seller INTEGER);
CREATE TABLE counts (kind TEXT, id INTEGER, number INTEGER, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE todo (stage INTEGER, rule TEXT, subject TEXT, PRIMARY KEY (stage, rule, subject)) WITHOUT ROWID;
CREATE TABLE doomed (name TEXT PRIMARY KEY, renamed INTEGER) WITHOUT ROWID;
CREATE TABLE held (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE journal (kind TEXT, key TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE UNIQUE INDEX outputs_subject ON outputs (rule, subject, edition);
CREATE INDEX outputs_name ON outputs (name);
CREATE INDEX entries_category ON entries (category);
CREATE INDEX entries_seller ON entries (seller);
"""
_AT_ONCE = 500
_ASIDE = 100
"""Added to the stage of what could not be made."""


class Output(NamedTuple):
    """A file of the release. `facts` are those it read."""

    id: int
    rule: str
    subject: str
    edition: str
    name: str
    digest: int
    facts: array[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Where a listing stands in lists."""

    position: Position
    category_id: int
    seller_id: int


class State:
    """One release's memory. Nothing lasts before `commit`."""

    def __init__(self, file: Path, *, fresh: bool = False) -> None:
        """Open it. Raises StateUnusable when it is missing, damaged or of another version."""
        self.file = file
        try:
            if fresh:
                file.parent.mkdir(parents=True, exist_ok=True)
                _remove(file)
            elif not file.is_file():
                raise StateUnusable(f"{file.name} is not there")
            self._database = sqlite3.connect(str(file), isolation_level=None, check_same_thread=False)
            if fresh:
                # A state that is lost with a crash belongs to a release that was never switched to.
                self._database.execute("PRAGMA journal_mode = OFF")
                self._database.execute("PRAGMA synchronous = OFF")
                self._database.executescript(_TABLES)
                self.set_meta("version", VERSION)
            else:
                self._guard_against_loss()
                if self.meta("version") != VERSION:
                    raise StateUnusable(f"{file.name} is of another version")
        except (sqlite3.Error, OSError) as error:
            raise StateUnusable(f"{file.name}: {error}") from error

    def _guard_against_loss(self) -> None:
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.execute("PRAGMA cache_size = -8000")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was not committed is forgotten."""
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside lasts when the block ends, or nothing of it. Raises CannotWrite."""
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise CannotWrite(f"{self.file} could not be written: {error}") from error

    # Single values

    def meta(self, key: str) -> int | str | None:
        """A single value, None when it was never set."""
        row = self._database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_meta(self, key: str, value: int | str) -> None:
        """Set one."""
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # Outputs and what they read

    def output(self, rule: str, subject: str, edition: str = "") -> Output | None:
        """The output of a subject, in the shop's own language or another edition."""
        row = self._database.execute(
            "SELECT id, rule, subject, edition, name, digest, facts FROM outputs "
            "WHERE rule = ? AND subject = ? AND edition = ?",
            (rule, subject, edition),
        ).fetchone()
        return _output(row) if row else None

    def outputs_of(self, rule: str, subject: str) -> list[Output]:
        """The outputs of a subject in all editions, that in the shop's own language first."""
        rows = self._database.execute(
            "SELECT id, rule, subject, edition, name, digest, facts FROM outputs "
            "WHERE rule = ? AND subject = ? ORDER BY edition",
            (rule, subject),
        )
        return [_output(row) for row in rows]

    def outputs_between(self, rule: str, first: str, last: str) -> list[str]:
        """The subjects from `first` on and before `last`, as text."""
        rows = self._database.execute(
            "SELECT DISTINCT subject FROM outputs WHERE rule = ? AND subject >= ? AND subject < ?", (rule, first, last)
        )
        return [one for (one,) in rows]

    def count_outputs(self) -> int:
        """How many files the release should have."""
        number: int = self._database.execute("SELECT count(*) FROM outputs").fetchone()[0]
        return number

    def outputs(self) -> Iterator[tuple[str, str, str, str]]:
        """Rule, subject, edition and name of all outputs."""
        yield from self._database.execute("SELECT rule, subject, edition, name FROM outputs")

    def missing(self, others: Iterable[tuple[str, str, str, str]]) -> list[str]:
        """The names of those of another release whose subject has no such output here."""
        return [name for *which, name in others if self.output(*which) is None]

    def names(self) -> Iterator[str]:
        """The names of all outputs, and of files that are held."""
        for query in ("SELECT name FROM outputs", "SELECT name FROM held"):
            yield from (name for (name,) in self._database.execute(query))

    def has_name(self, name: str) -> bool:
        """Whether an output has this name."""
        row = self._database.execute("SELECT 1 FROM outputs WHERE name = ? LIMIT 1", (name,)).fetchone()
        return row is not None

    def readers(self, of: int, *, digest: int | None) -> list[tuple[str, str]]:
        """(rule, subject) of the outputs that read a fact and saw something else; all of them without a digest."""
        rows = self._database.execute(
            "SELECT DISTINCT rule, subject FROM reads JOIN outputs ON outputs.id = reads.output "
            "WHERE fact = ? AND reads.digest IS NOT ?",
            (of, digest),
        )
        return list(rows)

    def facts_between(self, first: int, last: int) -> list[int]:
        """All facts in a range that any output read."""
        found = []
        row = self._database.execute("SELECT min(fact) FROM reads WHERE fact >= ?", (first,)).fetchone()
        while row[0] is not None and row[0] <= last:
            found.append(row[0])
            row = self._database.execute("SELECT min(fact) FROM reads WHERE fact > ?", (row[0],)).fetchone()
        return found

    def paths(self) -> dict[int, str]:
        """The typed addresses that outputs asked for, by fact."""
        return dict(self._database.execute("SELECT fact, path FROM paths"))

    def put(  # noqa: PLR0913, PLR0917 (the columns)
        self,
        rule: str,
        subject: str,
        edition: str,
        name: str,
        digest: int,
        facts: Mapping[int, int],
        paths: Mapping[int, str],
    ) -> None:
        """Note an output as it is made now."""
        before = self.output(rule, subject, edition)
        packed = array("q", facts).tobytes()
        if before is None:
            cursor = self._database.execute(
                "INSERT INTO outputs (rule, subject, edition, name, digest, facts) VALUES (?, ?, ?, ?, ?, ?)",
                (rule, subject, edition, name, digest, packed),
            )
            number = cursor.lastrowid
        else:
            number = before.id
            self._database.execute(
                "UPDATE outputs SET name = ?, digest = ?, facts = ? WHERE id = ?", (name, digest, packed, number)
            )
            gone = set(before.facts) - facts.keys()
            self._database.executemany(
                "DELETE FROM reads WHERE fact = ? AND output = ?", [(one, number) for one in gone]
            )
        self._database.executemany(
            "INSERT OR REPLACE INTO reads VALUES (?, ?, ?)", [(one, number, seen) for one, seen in facts.items()]
        )
        self._database.executemany("INSERT OR REPLACE INTO paths VALUES (?, ?)", paths.items())

    def drop(self, output: Output) -> None:
        """Forget an output."""
        self._database.executemany(
            "DELETE FROM reads WHERE fact = ? AND output = ?", [(one, output.id) for one in output.facts]
        )
        self._database.execute("DELETE FROM outputs WHERE id = ?", (output.id,))

    # Loading a whole build

    def load(self, outputs: Iterable[tuple[int, str, str, str, str, int, bytes]]) -> None:
        """Take outputs of a clean build: id, rule, subject, edition, name, digest, facts."""
        self._database.executemany("INSERT INTO outputs VALUES (?, ?, ?, ?, ?, ?, ?)", outputs)

    def load_reads(self, rows: Iterable[tuple[int, int, int]]) -> None:
        """Take fact, output, digest, in whatever order; `finish_loading` sorts."""
        self._database.execute(
            "CREATE TEMP TABLE IF NOT EXISTS unsorted (fact INTEGER, output INTEGER, digest INTEGER)"
        )
        self._database.executemany("INSERT INTO unsorted VALUES (?, ?, ?)", rows)

    def load_paths(self, paths: Mapping[int, str]) -> None:
        """Take typed addresses."""
        self._database.executemany("INSERT OR REPLACE INTO paths VALUES (?, ?)", paths.items())

    def load_entries(self, rows: Iterable[tuple[int, str, int, int]]) -> None:
        """Take listing, time, category, seller."""
        self._database.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", rows)

    def finish_loading(self) -> None:
        """Sort, index, and be careful from here on. Everything is on the disk when it returns."""
        self._database.execute(
            "CREATE TEMP TABLE IF NOT EXISTS unsorted (fact INTEGER, output INTEGER, digest INTEGER)"
        )
        self._database.execute("INSERT OR REPLACE INTO reads SELECT * FROM unsorted ORDER BY fact, output")
        self._database.execute("DROP TABLE unsorted")
        self._database.executescript(_INDEXES)
        self._guard_against_loss()
        self._database.execute("BEGIN IMMEDIATE")
        self.set_meta("loaded", 1)
        self._database.execute("COMMIT")
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # Where listings stand

    def entries(self, listings: Collection[int]) -> dict[int, Entry]:
        """The entries of these listings; one that no list shows has none."""
        found: dict[int, Entry] = {}
        wanted = list(listings)
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            marks = ",".join("?" * len(part))
            rows = self._database.execute(
                f"SELECT listing, published, category, seller FROM entries WHERE listing IN ({marks})",  # noqa: S608 (question marks)
                part,
            )
            for number, published, category, seller in rows:
                position = Position(datetime.fromisoformat(published), number)
                found[number] = Entry(position=position, category_id=category, seller_id=seller)
        return found

    def entries_of(self, owner: str, of: int) -> list[int]:
        """The listings in lists of a `category` (directly) or `seller`."""
        rows = self._database.execute(f"SELECT listing FROM entries WHERE {owner} = ?", (of,))  # noqa: S608 (one of two words)
        return [one for (one,) in rows]

    def set_entry(self, listing: int, entry: Entry | None) -> None:
        """Note where a listing stands from now on."""
        if entry is None:
            self._database.execute("DELETE FROM entries WHERE listing = ?", (listing,))
        else:
            self.load_entries([(listing, entry.position.published_at.isoformat(), entry.category_id, entry.seller_id)])

    def entry_rows(self) -> Iterator[tuple[int, int, int]]:
        """Number, category and seller of the entries: how many each pair has."""
        yield from self._database.execute("SELECT category, seller, count(*) FROM entries GROUP BY category, seller")

    # Lengths of lists

    def count(self, key: ListKey) -> int:
        """How many members a list has."""
        row = self._database.execute("SELECT number FROM counts WHERE kind = ? AND id = ?", key).fetchone()
        return row[0] if row else 0

    def set_count(self, key: ListKey, number: int) -> None:
        """Note it."""
        if number:
            self._database.execute("INSERT OR REPLACE INTO counts VALUES (?, ?, ?)", (*key, number))
        else:
            self._database.execute("DELETE FROM counts WHERE kind = ? AND id = ?", key)

    # Work that is planned

    def add_todo(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """Note outputs to be made: stage, rule, subject."""
        self._database.executemany("INSERT OR IGNORE INTO todo VALUES (?, ?, ?)", rows)

    def todo(self, count: int) -> list[tuple[int, str, str]]:
        """The next of them (-1: all): what others link to first, lower numbers before higher ones."""
        rows = self._database.execute(
            "SELECT stage, rule, subject FROM todo WHERE stage < ? "
            "ORDER BY stage, rule, length(subject), subject LIMIT ?",
            (_ASIDE, count),
        )
        return list(rows)

    def count_todo(self) -> int:
        """How many there are."""
        rows = self._database.execute("SELECT count(*) FROM todo WHERE stage < ?", (_ASIDE,))
        number: int = rows.fetchone()[0]
        return number

    def set_aside(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """Leave these for later: they could not be made."""
        self._database.executemany(
            "UPDATE OR REPLACE todo SET stage = stage + ? WHERE stage = ? AND rule = ? AND subject = ?",
            [(_ASIDE, *row) for row in rows],
        )

    def has_set_aside(self) -> bool:
        """Whether anything was left for later."""
        return self._database.execute("SELECT 1 FROM todo WHERE stage >= ?", (_ASIDE,)).fetchone() is not None

    def take_back(self) -> None:
        """Now is later."""
        self._database.execute("UPDATE OR REPLACE todo SET stage = stage - ? WHERE stage >= ?", (_ASIDE, _ASIDE))

    def done(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """Take them out."""
        self._database.executemany("DELETE FROM todo WHERE stage = ? AND rule = ? AND subject = ?", rows)

    def doom(self, names: Iterable[str], *, renamed: bool) -> None:
        """Note files that are to be removed; `renamed` when their output lives on under another name."""
        self._database.executemany(
            "INSERT OR REPLACE INTO doomed VALUES (?, ?)", [(one, int(renamed)) for one in names]
        )

    def spare(self, names: Iterable[str]) -> None:
        """Take files off the lists of what is to be removed, and of what is held."""
        rows = [(one,) for one in names]
        self._database.executemany("DELETE FROM doomed WHERE name = ?", rows)
        self._database.executemany("DELETE FROM held WHERE name = ?", rows)

    def doomed(self) -> list[tuple[str, bool]]:
        """Files to be removed, and whether their output lives on."""
        rows = self._database.execute("SELECT name, renamed FROM doomed ORDER BY name")
        return [(name, bool(renamed)) for name, renamed in rows]

    def hold(self, names: Iterable[str]) -> None:
        """Keep files until a person lets them go."""
        rows = [(one,) for one in names]
        self._database.executemany("DELETE FROM doomed WHERE name = ?", rows)
        self._database.executemany("INSERT OR REPLACE INTO held VALUES (?)", rows)

    def held(self) -> list[str]:
        """The files that are kept so."""
        return [name for (name,) in self._database.execute("SELECT name FROM held ORDER BY name")]

    # What has changed since

    def record(self, changes: Iterable[tuple[str, str]]) -> None:
        """Note kinds and keys that have changed."""
        self._database.executemany("INSERT OR IGNORE INTO journal VALUES (?, ?)", changes)

    def journal(self) -> list[tuple[str, str]]:
        """All that were noted."""
        return list(self._database.execute("SELECT kind, key FROM journal"))


def _output(row: tuple[int, str, str, str, str, int, bytes]) -> Output:
    facts = array("q")
    facts.frombytes(row[6])
    return Output(*row[:6], facts)


def _remove(file: Path) -> None:
    for name in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        name.unlink(missing_ok=True)
