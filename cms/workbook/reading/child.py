"""The child process: a workbook on standard input, its rows as JSON lines into a spool, a verdict on standard output.

It holds no secrets, opens no other file, and is ended by the system when it wants more than its limits. Started by
spool.py as `python -m cms.workbook.reading.child SPOOL_FD LIMITS`.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import zipfile
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import IO, TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from cms.workbook.errors import WorkbookRefused
from cms.workbook.reading.kinds import ZIP, container_of
from cms.workbook.reading.limits import Limits, hold_this_process_to
from cms.workbook.reading.package import look_through
from cms.workbook.reading.verdicts import DAMAGED, PROTECTED, TOO_LONG, TOO_MUCH_MEMORY
from cms.workbook.reading.xls_faults import sheet_faults, workbook_stream
from cms.workbook.reading.xlsx_faults import faults_of, sheet_parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.workbook.reading.xlsx_faults import Faults


def main() -> None:
    """Read the workbook and end; never raises."""
    limits = Limits(**json.loads(sys.argv[2]))
    hold_this_process_to(limits)
    verdict: dict[str, Any]
    try:
        with os.fdopen(int(sys.argv[1]), "w", encoding="ascii") as spool:
            verdict = {"sheets": spool_sheets(sys.stdin.buffer, spool, limits=limits)}
    except WorkbookRefused as refused:
        verdict = {"refused": refused.text, "values": refused.values}
    except PasswordError:
        verdict = {"refused": PROTECTED}
    except CalamineError:
        verdict = {"refused": DAMAGED}
    except MemoryError:
        verdict = {"refused": TOO_MUCH_MEMORY}
    except OSError as error:
        verdict = {"refused": TOO_LONG if error.errno == errno.EFBIG else DAMAGED}
    sys.stdout.write(json.dumps(verdict))


def spool_sheets(file: IO[bytes], spool: IO[str], *, limits: Limits) -> list[dict[str, Any]]:
    """Write every sheet's rows; the list says where each begins (`offset`, bytes), and how large it is."""
    if os.fstat(file.fileno()).st_size > limits.file_bytes:
        raise WorkbookRefused("The file is larger than %(most)s MB.", most=limits.file_bytes // (1024 * 1024))
    faults = _faults(file, limits=limits)
    file.seek(0)
    sheets = []
    with CalamineWorkbook.from_filelike(file) as workbook:
        for index, meta in enumerate(workbook.sheets_metadata):
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_index(index)
            offset = spool.tell()
            rows, columns = _spool_rows(sheet, spool, faults(index, meta.name), limits=limits)
            spool.flush()
            sheets.append({"name": meta.name, "offset": offset, "rows": rows, "columns": columns})
    return sheets


def _faults(file: IO[bytes], *, limits: Limits) -> Callable[[int, str], Faults]:
    head = file.read(512)
    file.seek(0)
    if container_of(head) != ZIP:
        found = sheet_faults(workbook_stream(file.read()), limits=limits)
        return lambda index, _: found[index] if index < len(found) else {}

    suspects = look_through(file, limits=limits)
    if not suspects:
        return lambda _, __: {}

    def look_up(_: int, name: str) -> Faults:
        with zipfile.ZipFile(file) as package:
            part = sheet_parts(package).get(name)
            return faults_of(package.open(part), limits=limits) if part in suspects else {}

    return look_up


def _spool_rows(sheet: Any, spool: IO[str], faults: Faults, *, limits: Limits) -> tuple[int, int]:
    """Write the rows that are not empty; how many they are, and how many columns the widest has."""
    left = sheet.start[1] if sheet.start else 0
    if sheet.end and sheet.end[1] >= limits.columns:
        raise WorkbookRefused(
            "Sheet %(name)s has something in column %(column)s; at most %(most)s columns are read. Delete what lies "
            "beyond the table.",
            name=repr(sheet.name),
            column=sheet.end[1] + 1,
            most=limits.columns,
        )
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), shown in faults.items():
        by_row.setdefault(row, {})[column] = shown
    widths = Counter[int]()
    padding: list[Any] = [None] * left
    for index, cells in enumerate(sheet.iter_rows() if sheet.start else ()):
        plain = padding + [_plain(one) for one in cells]
        widths[_spool_row(spool, index, plain, by_row.pop(index, {}))] += 1
    for index in sorted(by_row):  # Below what calamine holds for the end of the sheet.
        widths[_spool_row(spool, index, [], by_row[index])] += 1
    return widths.total() - widths[0], max(widths, default=0)


def _spool_row(spool: IO[str], index: int, cells: list[Any], faults: dict[int, str]) -> int:
    """Write a row unless it is empty; how many cells it has."""
    for column, shown in faults.items():
        cells += [None] * (column + 1 - len(cells))
        cells[column] = {"error": shown} if shown else {"formula": ""}
    while cells and cells[-1] is None:
        cells.pop()
    if cells:
        spool.write(json.dumps([index + 1, cells], separators=(",", ":")) + "\n")
    return len(cells)


def _plain(value: Any) -> Any:
    """A cell as JSON holds it: text, number, yes or no, nothing, or an object for what no column of ours takes."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        # Fifteen digits are what a spreadsheet shows; more is the dust of binary fractions.
        return float(f"{value:.15g}") if value - value == 0 else {"error": "#NUM!"}
    if isinstance(value, datetime | date | time):
        return {"date": value.isoformat()}
    if isinstance(value, timedelta):
        return {"date": str(value)}
    return value


if __name__ == "__main__":
    main()
