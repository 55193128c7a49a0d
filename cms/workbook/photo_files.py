"""The photos that come with a workbook: a folder or a zip, looked into by file name. Nothing is ever unpacked."""

from __future__ import annotations

import unicodedata
import zipfile
import zlib
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import Self

from django.utils.formats import number_format
from django.utils.translation import gettext

from cms.pictures.container import MAX_BYTES
from cms.workbook.errors import CellRefused, PhotosRefused

_MOST_FILES = 500_000


class PhotoFiles:
    """Photos by name; a name matches whatever its case and its folder, when only one file has it."""

    def __init__(self, source: Path) -> None:
        """Raises PhotosRefused when `source` is neither a folder nor a zip, or is a zip that means harm."""
        self._open = ExitStack()
        self._source = source
        self._zip: zipfile.ZipFile | None = None
        if source.is_dir():
            names = [str(one.relative_to(source)) for one in source.rglob("*") if one.is_file()]
        else:
            self._zip = self._open.enter_context(_opened(source))
            names = [one.filename for one in self._zip.infolist() if not one.is_dir()]
            _check_names(names)
        if len(names) > _MOST_FILES:
            raise PhotosRefused(
                gettext("%(source)s holds %(names)s files; at most %(most_files)s are looked at.")
                % {
                    "source": source,
                    "names": number_format(len(names), force_grouping=True),
                    "most_files": number_format(_MOST_FILES, force_grouping=True),
                }
            )
        self._names = _by_every_name(names)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def read(self, name: str) -> bytes | None:
        """The content of a photo, or None when there is no such file. Never many more bytes than a photo may have.

        Raises CellRefused for a name that several files share and for a file that cannot be read.
        """
        found = self._names.get(_normal(name), ())
        if not found:
            return None
        if len(found) > 1:
            raise CellRefused(
                gettext("several files are called that: %(found)s.") % {"found": ", ".join(sorted(found)[:3])}
            )
        try:
            return self._read(found[0])
        except (OSError, RuntimeError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise CellRefused(gettext("the file cannot be read; it may be damaged or password protected.")) from error

    def _read(self, name: str) -> bytes:
        if self._zip is not None:
            with self._zip.open(name) as member:
                return member.read(MAX_BYTES + 1)
        path = (self._source / name).resolve()
        if not path.is_relative_to(self._source.resolve()):
            raise CellRefused(gettext("it is a link that leads out of the folder."))
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)


def _opened(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except FileNotFoundError as error:
        raise PhotosRefused(gettext("%(source)s does not exist.") % {"source": source}) from error
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise PhotosRefused(
            gettext("%(source)s is neither a folder nor a zip archive that can be read.") % {"source": source}
        ) from error


def _check_names(names: list[str]) -> None:
    for name in names:
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise PhotosRefused(
                gettext("The zip is refused: its part %(name)s would lead out of its folder.") % {"name": repr(name)}
            )


def _by_every_name(names: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        whole = _normal(name)
        for one in {whole, whole.rpartition("/")[2]}:
            found[one] = (*found.get(one, ()), name)
    return found | {_normal(name): (name,) for name in names}


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip().replace("\\", "/")).casefold()
