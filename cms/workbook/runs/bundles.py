"""What somebody sent in: a workbook, or a zip with one workbook and photos."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from cms.workbook.errors import WorkbookRefused
from cms.workbook.reading.kinds import ZIP, container_of
from cms.workbook.reading.limits import LIMITS, MIB

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 512 * MIB
"""Of a zip with photos; a workbook alone may have LIMITS.file_bytes."""

_WORKBOOKS = (".xlsx", ".xls")
_CONTENTS = "[Content_Types].xml"
_CHUNK = 1024 * 1024


def unpack_workbook(upload: Path, workbook: Path) -> bool:
    """Put the workbook of an upload at `workbook`; whether the upload is a zip that may hold photos besides.

    Raises WorkbookRefused.
    """
    with upload.open("rb") as file:
        is_zip = container_of(file.read(512)) == ZIP
    if not is_zip:
        upload.replace(workbook)
        return False
    try:
        with zipfile.ZipFile(upload) as package:
            if _CONTENTS in package.NameToInfo:
                upload.replace(workbook)
                return False
            _take_out(package, _only_workbook(package), workbook)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise WorkbookRefused("The zip is damaged or protected: it cannot be unpacked.") from error
    return True


def _only_workbook(package: zipfile.ZipFile) -> zipfile.ZipInfo:
    found = [
        one
        for one in package.infolist()
        if PurePosixPath(one.filename).suffix.lower() in _WORKBOOKS
        and not PurePosixPath(one.filename).name.startswith((".", "~$"))
        and not one.filename.startswith("__MACOSX/")
    ]
    if not found:
        raise WorkbookRefused("There is no workbook (.xlsx or .xls) in the zip.")
    if len(found) > 1:
        names = ", ".join(sorted(one.filename for one in found)[:3])
        raise WorkbookRefused("There are several workbooks in the zip (%(names)s); send one at a time.", names=names)
    return found[0]


def _take_out(package: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    if member.file_size > LIMITS.file_bytes:
        raise WorkbookRefused("The workbook in the zip is larger than %(most)s MB.", most=LIMITS.file_bytes // MIB)
    part = target.with_suffix(".part")
    with package.open(member) as source, part.open("wb") as file:
        shutil.copyfileobj(source, file, _CHUNK)  # zipfile gives no more than the size that it declares.
    part.replace(target)
