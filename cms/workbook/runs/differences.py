"""What a check found, row by row, in files that a page can open anywhere: the memory needed is that of one page."""

from __future__ import annotations

import hashlib
import json
import struct
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any, Self

from cms.workbook.job import Action
from cms.workbook.planning import Watcher

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal
    from pathlib import Path

    from cms.workbook.job import Planned
    from cms.workbook.table import Problem

REFUSED = "refused"
KINDS = (REFUSED, Action.UPDATE.value, Action.CREATE.value, Action.NOTHING.value)
"""In the order in which they are shown."""

_PLACE = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Difference:
    """One row. `was`: of an update, the old cells; `problems`: of a refusal, column, value and message of each."""

    sheet: str
    kind: str
    row: int
    was: dict[str, Any]
    problems: list[list[str | None]]


def digest_line(digest: Any, sheet: str, planned: Planned) -> None:
    """Add what a row leads to to a digest: two plans with the same digest do the same to the same."""
    digest.update(json.dumps([sheet, planned.row, planned.action, planned.was, planned.step], default=_plain).encode())


def _plain(value: Decimal) -> float:
    return float(value)


class DifferenceWriter(Watcher):
    """Watches a dry run, and writes down what each row leads to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for old in folder.glob("diff.*"):
            old.unlink()
        self._open = ExitStack()
        self._files: dict[tuple[str, str], tuple[IO[bytes], IO[bytes]]] = {}
        self._digest = hashlib.blake2b(digest_size=32)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def planned(self, sheet: str, planned: Planned) -> None:
        """A good row."""
        digest_line(self._digest, sheet, planned)
        self._write(sheet, planned.action.value, [planned.row, planned.was])

    def refused(self, problems: Iterable[Problem]) -> None:
        """The bad rows; problems of one row stand together."""
        for (sheet, row), some in groupby(problems, key=lambda one: (one.sheet, one.row)):
            if sheet is not None and row is not None:
                self._write(sheet, REFUSED, [row, [[one.column, one.value, one.message] for one in some]])

    def digest(self) -> str:
        """Of all that was planned."""
        return self._digest.hexdigest()

    def _write(self, sheet: str, kind: str, line: list[Any]) -> None:
        lines, index = self._files.get((sheet, kind)) or self._new(sheet, kind)
        index.write(_PLACE.pack(lines.tell()))
        lines.write(json.dumps(line, separators=(",", ":"), default=_plain).encode() + b"\n")

    def _new(self, sheet: str, kind: str) -> tuple[IO[bytes], IO[bytes]]:
        base = self._folder / f"diff.{sheet}.{kind}"
        files = (
            self._open.enter_context(base.with_name(f"{base.name}.jsonl").open("wb")),
            self._open.enter_context(base.with_name(f"{base.name}.index").open("wb")),
        )
        self._files[sheet, kind] = files
        return files


class Differences:
    """What was written down, as a sequence that can be cut: what a paginator needs."""

    def __init__(self, folder: Path, sheets: Iterable[str], kinds: Iterable[str]) -> None:
        self._parts = [
            (sheet, kind, index, index.stat().st_size // _PLACE.size)
            for kind in kinds
            for sheet in sheets
            if (index := folder / f"diff.{sheet}.{kind}.index").exists()
        ]

    def __len__(self) -> int:
        return sum(count for *_, count in self._parts)

    def __getitem__(self, wanted: slice) -> list[Difference]:
        found: list[Difference] = []
        start, stop, _ = wanted.indices(len(self))
        for sheet, kind, index, count in self._parts:
            first, last = max(start, 0), min(stop, count)
            if first < last:
                found += _read(sheet, kind, index, first, last)
            start, stop = start - count, stop - count
        return found


def _read(sheet: str, kind: str, index: Path, first: int, last: int) -> list[Difference]:
    with index.open("rb") as places, index.with_suffix(".jsonl").open("rb") as lines:
        places.seek(first * _PLACE.size)
        lines.seek(_PLACE.unpack(places.read(_PLACE.size))[0])
        read = [json.loads(lines.readline()) for _ in range(last - first)]
    return [
        Difference(sheet, kind, row, {}, more) if kind == REFUSED else Difference(sheet, kind, row, more, [])
        for row, more in read
    ]
