"""The file of a backup: a zip whose last members say what the others must be.

`database.sqlite3` or `database.dump`, `media/<path>` for each file of MEDIA_DIR, `checksums.json`, and `manifest.json`.
Whoever has the file can open it with any program that knows zip, and a file that was cut off has no manifest.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
import zlib
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cms.operations.backup.errors import DamagedBackup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FORMAT = 1
MANIFEST = "manifest.json"
CHECKSUMS = "checksums.json"
MEDIA = "media/"
_CHUNK = 1 << 20
_LONGEST = {MANIFEST: 1 << 24, CHECKSUMS: 1 << 30}
"""Bytes. The checksums name each file in some 200 bytes, so that millions of pictures have room."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of each member: the manifest says when the backup was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds.

    `made_at` is a time as ISO 8601 in UTC, `engine` is sqlite or postgresql, `database` the member that holds it,
    `rows` maps tables to their numbers of rows, `migrations` lists `<app>.<name>`, `files` counts those of MEDIA_DIR,
    `checksums` is the SHA-256 of `checksums.json`.
    """

    format: int
    made_at: str
    version: str
    engine: str
    database: str
    rows: Mapping[str, int]
    migrations: tuple[str, ...]
    files: int
    checksums: str

    @property
    def row_count(self) -> int:
        """Rows of all tables."""
        return sum(self.rows.values())


class Writer:
    """Puts members into a new backup and notes what they are."""

    def __init__(self, target: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(target, "w", allowZip64=True)
        self.members: dict[str, tuple[int, str]] = {}

    def add(self, name: str, source: Path, *, compress: bool) -> None:
        """Add a file. Raises OSError when it cannot be read, also FileNotFoundError when it has gone."""
        with source.open("rb") as stream:  # Before the member begins: one that has gone leaves nothing behind.
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
            digest, count = hashlib.sha256(), 0
            with self._zip.open(info, "w", force_zip64=True) as member:
                while chunk := stream.read(_CHUNK):
                    member.write(chunk)
                    digest.update(chunk)
                    count += len(chunk)
        self.members[name] = (count, digest.hexdigest())

    def finish(self, **about: Any) -> Manifest:
        """Add the checksums and the manifest, and close the archive."""
        checksums = json.dumps(self.members).encode()
        self._zip.writestr(zipfile.ZipInfo(CHECKSUMS, _EPOCH), checksums, zipfile.ZIP_DEFLATED)
        files = sum(name.startswith(MEDIA) for name in self.members)
        digest = hashlib.sha256(checksums).hexdigest()
        manifest = Manifest(format=FORMAT, files=files, checksums=digest, **about)
        self._zip.writestr(zipfile.ZipInfo(MANIFEST, _EPOCH), json.dumps(asdict(manifest)), zipfile.ZIP_DEFLATED)
        self._zip.close()
        return manifest


class Backup:
    """A backup that lies somewhere. Raises DamagedBackup when it is none, or not a whole one."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            with zipfile.ZipFile(file) as archive:
                self._names = archive.namelist()
                self.manifest = _manifest_in(archive)
        except DamagedBackup:
            raise
        except FileNotFoundError:
            raise DamagedBackup(_("There is no file %(file)s.") % {"file": file}) from None
        except OSError as error:
            raise DamagedBackup(
                _("%(file)s cannot be read: %(what)s.") % {"file": file, "what": error.strerror or error}
            ) from error
        except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, EOFError) as error:
            raise DamagedBackup(
                _("%(file)s is not a whole backup of Cataloro: it is cut off, or another file.") % {"file": file}
            ) from error

    @cached_property
    def members(self) -> dict[str, tuple[int, str]]:
        """Names, with bytes and SHA-256. Raises DamagedBackup."""
        with zipfile.ZipFile(self.file) as archive:
            try:
                content = _read(archive, CHECKSUMS)
                if hashlib.sha256(content).hexdigest() != self.manifest.checksums:
                    raise DamagedBackup(
                        _("%(file)s is damaged: its checksums are not what was saved.") % {"file": self.file}
                    )
                found = {name: (int(size), str(digest)) for name, (size, digest) in json.loads(content).items()}
            except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError) as error:
                raise DamagedBackup(
                    _("%(file)s is damaged: its checksums cannot be read.") % {"file": self.file}
                ) from error
        for name in found:
            if name != self.manifest.database and not _is_safe(name):
                raise DamagedBackup(
                    _("%(file)s is no backup of Cataloro: it would write to %(name)s.")
                    % {"file": self.file, "name": repr(name)}
                )
        if self.manifest.database not in found:
            raise DamagedBackup(_("%(file)s is damaged: the database is missing.") % {"file": self.file})
        return found

    @property
    def media(self) -> list[str]:
        """The names of the members that are files of MEDIA_DIR."""
        return [name for name in self.members if name.startswith(MEDIA)]

    def verify(self, tell: Callable[[str, int, int], None]) -> None:
        """Read everything and compare it with the checksums. Raises DamagedBackup, naming what differs."""
        expected = [*self.members, CHECKSUMS, MANIFEST]
        if sorted(self._names) != sorted(expected):
            odd = set(self._names) ^ set(expected)
            what = min(odd) if odd else _("a file that is there twice")
            raise DamagedBackup(
                _("%(file)s is damaged: its list does not fit what is in it (%(what)s).")
                % {"file": self.file, "what": what}
            )
        for done, (name, member) in enumerate(self._open_all(), start=1):
            digest, count = hashlib.sha256(), 0
            try:
                while chunk := member.read(_CHUNK):
                    digest.update(chunk)
                    count += len(chunk)
            except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
                raise DamagedBackup(
                    _("%(file)s is damaged: %(name)s cannot be read.") % {"file": self.file, "name": name}
                ) from error
            if (count, digest.hexdigest()) != self.members[name]:
                raise DamagedBackup(
                    _("%(file)s is damaged: %(name)s is not what was saved.") % {"file": self.file, "name": name}
                )
            tell("Checked", done, len(self.members))

    def extract(self, name: str, target: Path) -> None:
        """Write a member to a new file."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(self.file) as archive, archive.open(name) as member, target.open("xb") as stream:
            shutil.copyfileobj(member, stream, _CHUNK)

    def extract_media(self, folder: Path, tell: Callable[[str, int, int], None]) -> int:
        """Write the files of MEDIA_DIR below `folder`; how many there are."""
        names = self.media
        with zipfile.ZipFile(self.file) as archive:
            for done, name in enumerate(names, start=1):
                target = folder / name.removeprefix(MEDIA)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as member, target.open("xb") as stream:
                    shutil.copyfileobj(member, stream, _CHUNK)
                tell("Restored files", done, len(names))
        return len(names)

    def _open_all(self) -> Iterator[tuple[str, IO[bytes]]]:
        with zipfile.ZipFile(self.file) as archive:
            for name in self.members:
                try:
                    member = archive.open(name)
                except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
                    raise DamagedBackup(
                        _("%(file)s is damaged: %(name)s cannot be read.") % {"file": self.file, "name": name}
                    ) from error
                with member:
                    yield name, member


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """Raises KeyError without one, DamagedBackup for one that would fill the memory."""
    info = archive.getinfo(name)
    if info.file_size > _LONGEST[name]:
        raise DamagedBackup(
            _("%(filename)s is damaged: %(name)s is too long.") % {"filename": archive.filename, "name": name}
        )
    return archive.read(info)


def _manifest_in(archive: zipfile.ZipFile) -> Manifest:
    """Raises KeyError without one, DamagedBackup for one that makes no sense."""
    content = _read(archive, MANIFEST)
    try:
        read = json.loads(content)
        if read["format"] != FORMAT:
            raise DamagedBackup(
                _("%(filename)s was made by a newer Cataloro: restore it with that.") % {"filename": archive.filename}
            )
        read["migrations"] = tuple(str(one) for one in read["migrations"])
        read["rows"] = {str(table): int(count) for table, count in read["rows"].items()}
        manifest = Manifest(**read)
        datetime.fromisoformat(manifest.made_at)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamagedBackup(
            _("%(filename)s is damaged: its list makes no sense.") % {"filename": archive.filename}
        ) from error
    if manifest.database not in {"database.sqlite3", "database.dump"}:
        raise DamagedBackup(_("%(filename)s is damaged: the database is missing.") % {"filename": archive.filename})
    return manifest


def _is_safe(name: str) -> bool:
    """Whether a member stays within MEDIA_DIR."""
    path = PurePosixPath(name)
    return (
        name.startswith(MEDIA)
        and str(path) == name
        and not path.is_absolute()
        and ".." not in path.parts
        and "\\" not in name
        and "\0" not in name
    )
