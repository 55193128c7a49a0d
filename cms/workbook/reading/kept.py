"""A workbook that is read once and then lies in a folder, row by row: for work that goes on another day."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cms.workbook.errors import WorkbookRefused
from cms.workbook.reading.limits import LIMITS, Limits
from cms.workbook.reading.spool import ParsedWorkbook, SheetPlace, parse_into

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROWS, _SHEETS = "rows.jsonl", "sheets.json"


def keep(file: Path, folder: Path, *, limits: Limits = LIMITS) -> None:
    """Parse the workbook and keep its rows in `folder`. Raises WorkbookRefused."""
    with file.open("rb") as source, (folder / _ROWS).open("w+b") as spool:
        places = parse_into(spool, source, limits=limits)
        for index, place in enumerate(places):
            numbers, offsets = array("Q"), array("Q")
            spool.seek(place.offset)
            for _ in range(place.rows):
                offsets.append(spool.tell())
                numbers.append(int(spool.readline(40)[1:].partition(b",")[0]))
                spool.seek(offsets[-1])
                spool.readline()
            (folder / f"{index}.numbers").write_bytes(numbers.tobytes())
            (folder / f"{index}.offsets").write_bytes(offsets.tobytes())
    (folder / _SHEETS).write_text(json.dumps([asdict(one) for one in places]), encoding="utf-8")


class KeptWorkbook(ParsedWorkbook):
    """Gives the rows in their order, and single ones by their number."""

    def __init__(self, folder: Path, spool: Any, sheets: list[SheetPlace]) -> None:
        super().__init__(spool, sheets)
        self._folder = folder
        self._indexes: dict[int, tuple[array[int], array[int]]] = {}

    def row(self, sheet: SheetPlace, number: int) -> list[Any]:
        """The cells of one row; none when it is empty."""
        numbers, offsets = self._index(self.sheets.index(sheet))
        place = bisect_left(numbers, number)
        if place == len(numbers) or numbers[place] != number:
            return []
        self._spool.seek(offsets[place])
        cells: list[Any] = json.loads(self._spool.readline())[1]
        return cells

    def _index(self, sheet: int) -> tuple[array[int], array[int]]:
        if sheet not in self._indexes:
            found = array("Q"), array("Q")
            for one, name in zip(found, ("numbers", "offsets"), strict=True):
                one.frombytes((self._folder / f"{sheet}.{name}").read_bytes())
            self._indexes[sheet] = found
        return self._indexes[sheet]


@contextmanager
def kept(folder: Path) -> Iterator[KeptWorkbook]:
    """What keep() has left in the folder. Raises WorkbookRefused when it is there no more."""
    try:
        spool = (folder / _ROWS).open("rb")
        sheets = [SheetPlace(**one) for one in json.loads((folder / _SHEETS).read_bytes())]
    except OSError as error:
        raise WorkbookRefused("The file is not kept any more. Send it again.") from error
    with spool:
        yield KeptWorkbook(folder, spool, sheets)
