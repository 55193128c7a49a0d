"""Looks through the zip of an .xlsx before calamine does: the sizes it declares, then whether they are true."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import IO, TYPE_CHECKING

from cms.workbook.errors import WorkbookRefused, to_translate
from cms.workbook.reading.verdicts import PROTECTED

if TYPE_CHECKING:
    from cms.workbook.reading.limits import Limits

_CHUNK = 256 * 1024
_OVERLAP = 64
_ENCRYPTED_FLAG = 0x1
# What calamine would show as an empty cell: an error value, and a formula (which may have no stored result).
_SUSPECT = re.compile(rb"""\st\s*=\s*["']e["']|<(?:[\w.-]+:)?f[\s/>]""")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DAMAGED = to_translate("The file is damaged: it cannot be unpacked.")
_SHEETS = "xl/worksheets/"


def look_through(file: IO[bytes], *, limits: Limits) -> frozenset[str]:
    """The names of the sheet parts that hold errors or formulas; the others need no second look.

    Raises WorkbookRefused for what is no .xlsx or would unpack to too much.
    """
    try:
        with zipfile.ZipFile(file) as package:
            _check_declared(package.infolist(), limits=limits)
            _check_kind({one.filename for one in package.infolist()}, package)
            return _unpack_all(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise WorkbookRefused(_DAMAGED) from error


def _check_declared(members: list[zipfile.ZipInfo], *, limits: Limits) -> None:
    if len(members) > limits.members:
        raise WorkbookRefused(
            "The file has %(count)s parts; at most %(most)s are allowed.", count=len(members), most=limits.members
        )
    if any(one.flag_bits & _ENCRYPTED_FLAG for one in members):
        raise WorkbookRefused(PROTECTED)
    if len({one.filename.lower() for one in members}) < len(members):
        raise WorkbookRefused("The file is damaged: it holds two parts of the same name.")
    _check_size(sum(one.file_size for one in members), limits=limits)


def _check_size(size: int, *, limits: Limits) -> None:
    if size > limits.unpacked_bytes:
        most = limits.unpacked_bytes // (1024 * 1024)
        raise WorkbookRefused("The file unpacks to more than %(most)s MB. Split it into several workbooks.", most=most)


def _check_kind(names: set[str], package: zipfile.ZipFile) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise WorkbookRefused("This is a binary workbook (.xlsb). Save it as .xlsx.")
    if "mimetype" in names and b"opendocument" in package.open("mimetype").read(100):
        raise WorkbookRefused("This is an OpenDocument file. Save it as .xlsx.")
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise WorkbookRefused("This is a text document or a presentation, not a workbook.")
    raise WorkbookRefused("This is a zip archive, not a workbook (.xlsx or .xls).")


def _unpack_all(package: zipfile.ZipFile) -> frozenset[str]:
    """Unpack every part once. One that is longer than it declares ends as damaged: its checksum cannot be right."""
    suspects = set()
    for member in package.infolist():
        with package.open(member) as part:
            tail = b""
            while chunk := part.read(_CHUNK):
                is_sheet = member.filename.startswith(_SHEETS)
                if is_sheet and member.filename not in suspects and _is_suspect(tail + chunk, first=not tail):
                    suspects.add(member.filename)
                tail = chunk[-_OVERLAP:]
    return frozenset(suspects)


def _is_suspect(text: bytes, *, first: bool) -> bool:
    return (first and text.startswith(_UTF16_MARKS)) or _SUSPECT.search(text) is not None
