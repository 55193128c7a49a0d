"""Starts the child that parses a workbook, and gives its rows back one by one, as often as they are asked for."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from cms.workbook.errors import WorkbookRefused
from cms.workbook.reading.limits import LIMITS, Limits
from cms.workbook.reading.verdicts import DAMAGED, TOO_LONG, TOO_MUCH_MEMORY, TOO_SLOW

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE = 500
_PROJECT = Path(__file__).resolve().parents[3]
_WORDS_FOR_SIGNALS: dict[int, str] = {
    signal.SIGALRM: TOO_SLOW,
    signal.SIGXCPU: TOO_SLOW,
    signal.SIGKILL: TOO_SLOW,
    signal.SIGABRT: TOO_MUCH_MEMORY,
    signal.SIGXFSZ: TOO_LONG,
}


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """Where a sheet's rows lie in the spool. `rows` counts those not empty, `columns` the cells of the widest."""

    name: str
    offset: int
    rows: int
    columns: int


class ParsedWorkbook:
    """The rows of a workbook, in a private temporary file: the memory needed does not grow with it."""

    def __init__(self, spool: IO[bytes], sheets: list[SheetPlace]) -> None:
        self._spool = spool
        self.sheets = sheets

    def rows(self, sheet: SheetPlace) -> Iterator[tuple[int, list[Any]]]:
        """(number as the spreadsheet shows it, cells from column A on), without the empty rows.

        A cell is a text, a number, a bool, None, or a dict: `{"date": …}`, `{"error": "#REF!"}`, `{"formula": ""}`.
        """
        position, left = sheet.offset, sheet.rows
        while left:
            self._spool.seek(position)  # Somebody else may be reading another sheet at the same time.
            lines = [self._spool.readline() for _ in range(min(left, _AT_ONCE))]
            position += sum(map(len, lines))
            left -= len(lines)
            for line in lines:
                number, cells = json.loads(line)
                yield number, cells


@contextmanager
def parsed(path: Path, *, limits: Limits = LIMITS) -> Iterator[ParsedWorkbook]:
    """Parse the workbook at `path`. Raises WorkbookRefused, in words, for whatever cannot be read within the limits."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise WorkbookRefused(
            "%(path)s cannot be opened: %(why)s.", path=str(path), why=error.strerror or ""
        ) from error
    with file, tempfile.TemporaryFile() as spool:
        yield ParsedWorkbook(spool, parse_into(spool, file, limits=limits))


def parse_into(spool: IO[bytes], file: IO[bytes], *, limits: Limits = LIMITS) -> list[SheetPlace]:
    """Write the rows of an open workbook into `spool`; where each sheet lies there. Raises WorkbookRefused."""
    verdict = _run_child(file, spool, limits=limits)
    if "refused" in verdict:
        raise WorkbookRefused(verdict["refused"], **verdict.get("values", {}))
    return [SheetPlace(**one) for one in verdict["sheets"]]


def _run_child(file: IO[bytes], spool: IO[bytes], *, limits: Limits) -> dict[str, Any]:
    handle = spool.fileno()
    with subprocess.Popen(
        [sys.executable, "-E", "-s", "-m", "cms.workbook.reading.child", str(handle), json.dumps(limits.as_dict())],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=(handle,),
        cwd=_PROJECT,
        env={"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
    ) as child:
        try:
            answer, _ = child.communicate(timeout=limits.wall_seconds)
        except BaseException as error:
            child.kill()
            if isinstance(error, subprocess.TimeoutExpired):
                raise WorkbookRefused(TOO_SLOW) from error
            raise
    if child.returncode:
        raise WorkbookRefused(_WORDS_FOR_SIGNALS.get(-child.returncode, DAMAGED))
    verdict: dict[str, Any] = json.loads(answer)
    return verdict


def chunks(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """The rows in lists of at most `size`."""
    while some := list(islice(rows, size)):
        yield some
