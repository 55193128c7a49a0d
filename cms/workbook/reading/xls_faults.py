"""Finds the cells of a true .xls that hold an error, which calamine shows as empty."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from cms.workbook.errors import WorkbookRefused
from cms.workbook.reading.compound import Compound
from cms.workbook.reading.verdicts import PROTECTED, TOO_MANY_ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.workbook.reading.limits import Limits
    from cms.workbook.reading.xlsx_faults import Faults

_BEGIN, _END, _BOUND_SHEET, _FORMULA, _BOOL_OR_ERROR, _FILE_PASS = 0x0809, 0x000A, 0x0085, 0x0006, 0x0205, 0x002F
_ERROR_NAMES = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_SPECIAL_RESULT = 0xFFFF
_RESULT_ERROR = 2


def workbook_stream(content: bytes) -> bytes:
    """The stream with the sheets. Raises WorkbookRefused for other compound files and protected ones."""
    compound = Compound(content)
    if "encryptedpackage" in compound.entries:
        raise WorkbookRefused(PROTECTED)
    for name in ("workbook", "book"):
        if name in compound.entries:
            stream = compound.stream(name)
            _refuse_protected(stream)
            return stream
    raise WorkbookRefused("This is an Office file, but not a workbook (.xlsx or .xls).")


def _refuse_protected(stream: bytes) -> None:
    for kind, _, _ in _records(stream, 0):
        if kind == _FILE_PASS:
            raise WorkbookRefused(PROTECTED)
        if kind in {_BOUND_SHEET, _END}:
            return


def sheet_faults(stream: bytes, *, limits: Limits) -> list[Faults]:
    """The faults of each sheet, in the order of the sheets."""
    starts = []
    for kind, offset, size in _records(stream, 0):
        if kind == _END:
            break
        if kind == _BOUND_SHEET and size >= 4:  # noqa: PLR2004 (its place in the stream)
            starts.append(struct.unpack_from("<L", stream, offset)[0])
    return [_faults_from(stream, start, limits=limits) for start in starts]


def _faults_from(stream: bytes, start: int, *, limits: Limits) -> Faults:
    faults: Faults = {}
    depth = 0  # A chart inside a sheet begins and ends within it.
    for kind, offset, size in _records(stream, start):
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                break
        elif depth == 1:
            shown = _fault(kind, stream[offset : offset + size])
            if shown is not None:
                row, column = struct.unpack_from("<HH", stream, offset)
                faults[row, column] = shown
        if len(faults) > limits.faults:
            raise WorkbookRefused(TOO_MANY_ERRORS, most=limits.faults)
    return faults


def _fault(kind: int, record: bytes) -> str | None:
    if kind == _BOOL_OR_ERROR and len(record) >= 8 and record[7]:  # noqa: PLR2004 (row, column, format, value, sort)
        return _ERROR_NAMES.get(record[6], "#ERROR")
    if kind != _FORMULA or len(record) < 14:  # noqa: PLR2004 (row, column, format, result)
        return None
    (special,) = struct.unpack_from("<H", record, 12)
    if special == _SPECIAL_RESULT and record[6] == _RESULT_ERROR:
        return _ERROR_NAMES.get(record[8], "#ERROR")
    return None


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """(kind, offset of the content, its size), to the end of the stream."""
    position = start
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        yield kind, position + 4, size
        position += 4 + size
