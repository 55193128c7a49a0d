"""Notes what was before an import, and what it left, in a file that is whole when the import is committed."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Any, Self

from cms.workbook.planning import reported
from cms.workbook.reading.spool import chunks
from cms.workbook.undo.families import families
from cms.workbook.undo.rows import as_line, references_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cms.workbook.planning import Progress
    from cms.workbook.steps import StepSpool
    from cms.workbook.undo.families import Family, Snapshot

AT_ONCE = 500


class Trail:
    """Used within the transaction of the import. The memory needed does not grow with the number of rows.

    A line of the file: `[sheet, id, made, digest, changes, references]`, see Family.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._before: IO[bytes] = self._stack.enter_context(tempfile.TemporaryFile())
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def note_before(self, steps: StepSpool, progress: Progress) -> None:
        """Note what is there of everything that the steps are about, and lock it."""
        self._before.seek(0)
        for family, some in _chunks(steps, "Noting what was", progress):
            ids = family.known(some)
            family.lock(ids)
            self._before.write(as_line(list(family.snapshot(ids).items())))

    def note_after(self, steps: StepSpool, progress: Progress) -> None:
        """Note what has become of it; the file is on the disk afterwards."""
        self._before.seek(0)
        part = self._path.with_suffix(".part")
        with part.open("wb") as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=4, mtime=0) as file:
                for family, some in _chunks(steps, "Noting what is", progress):
                    before: Snapshot = dict(json.loads(self._before.readline()))
                    self._note(family, some, before, file)
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(self._path)

    def _note(self, family: Family, steps: Sequence[Any], before: Snapshot, file: gzip.GzipFile) -> None:
        made = sorted(set(family.made(steps)) - before.keys())
        after = family.snapshot([*before, *made])
        besides = {table.name for table in family.tables}
        references = references_to(family.model, made, besides=besides) if made else {}
        for pk, rows in after.items():
            is_made = pk not in before
            changes = [] if is_made else family.changes(before[pk], rows)
            if is_made or changes:
                digest = family.digest(rows, is_made=is_made)
                file.write(as_line([family.sheet, pk, is_made, digest, changes, references.get(pk, {})]))


def _chunks(steps: StepSpool, what: str, progress: Progress) -> Iterator[tuple[Family, list[Any]]]:
    """The steps of each sheet, many at a time; all at once where a sheet may touch anything."""
    for sheet, some in steps.sheets():
        family = families()[sheet]
        told = reported(some, f"{what}: {sheet}", 0, progress)
        for chunk in chunks(told, 1_000_000 if family.whole else AT_ONCE):
            yield family, chunk
