"""The file of a backup: a zip whose last member says what the others must be.

`database.sqlite3` or `database.dump`, `media/<path>` for each file of MEDIA_DIR, and `manifest.json`. Whoever has the
file can open it with any program that knows zip, and a file that was cut off has no manifest.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from cms.operations.backup.errors import DamagedBackup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FORMAT = 1
MANIFEST = "manifest.json"
MEDIA = "media/"
_CHUNK = 1 << 20
_MOST_MANIFEST = 1 << 30
"""Bytes. A manifest names each file in some 200 bytes, so that millions of pictures have room."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of each member: the manifest says when the backup was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds.

    `made_at` is a time as ISO 8601 in UTC, `engine` is sqlite or postgresql, `database` the member that holds it,
    `rows` maps tables to their numbers of rows, `migrations` lists `<app>.<name>`, `members` maps names to bytes and
    SHA-256.
    """

    format: int
    made_at: str
    version: str
    engine: str
    database: str
    rows: Mapping[str, int]
    migrations: tuple[str, ...]
    members: Mapping[str, tuple[int, str]]

    @property
    def row_count(self) -> int:
        """Rows of all tables."""
        return sum(self.rows.values())

    @property
    def media(self) -> list[str]:
        """The names of the members that are files of MEDIA_DIR."""
        return [name for name in self.members if name.startswith(MEDIA)]


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
        """Add the manifest and close the archive."""
        manifest = Manifest(format=FORMAT, members=self.members, **about)
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
        except FileNotFoundError:
            raise DamagedBackup(f"There is no file {file}.") from None
        except OSError as error:
            raise DamagedBackup(f"{file} cannot be read: {error.strerror or error}.") from error
        except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError) as error:
            raise DamagedBackup(f"{file} is not a whole backup of Cataloro: it is cut off, or another file.") from error

    def verify(self, tell: Callable[[str, int, int], None]) -> None:
        """Read everything and compare it with the manifest. Raises DamagedBackup, naming what differs."""
        if sorted(self._names) != sorted([*self.manifest.members, MANIFEST]):
            odd = set(self._names) ^ {*self.manifest.members, MANIFEST}
            what = min(odd) if odd else "a file that is there twice"
            raise DamagedBackup(f"{self.file} is damaged: its list does not fit what is in it ({what}).")
        for done, (name, member) in enumerate(self._open_all(), start=1):
            digest, count = hashlib.sha256(), 0
            try:
                while chunk := member.read(_CHUNK):
                    digest.update(chunk)
                    count += len(chunk)
            except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
                raise DamagedBackup(f"{self.file} is damaged: {name} cannot be read.") from error
            if (count, digest.hexdigest()) != self.manifest.members[name]:
                raise DamagedBackup(f"{self.file} is damaged: {name} is not what was saved.")
            tell("Checked", done, len(self.manifest.members))

    def extract(self, name: str, target: Path) -> None:
        """Write a member to a new file."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(self.file) as archive, archive.open(name) as member, target.open("xb") as stream:
            shutil.copyfileobj(member, stream, _CHUNK)

    def extract_media(self, folder: Path, tell: Callable[[str, int, int], None]) -> int:
        """Write the files of MEDIA_DIR below `folder`; how many there are."""
        names = self.manifest.media
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
            for name in self.manifest.members:
                try:
                    member = archive.open(name)
                except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
                    raise DamagedBackup(f"{self.file} is damaged: {name} cannot be read.") from error
                with member:
                    yield name, member


def _manifest_in(archive: zipfile.ZipFile) -> Manifest:
    """Raises KeyError without one, DamagedBackup for one that makes no sense."""
    info = archive.getinfo(MANIFEST)
    if info.file_size > _MOST_MANIFEST:
        raise DamagedBackup(f"{archive.filename} is damaged: its list is too long.")
    try:
        read = json.loads(archive.read(info))
        if read["format"] != FORMAT:
            raise DamagedBackup(
                f"{archive.filename} was made by a newer Cataloro: restore it with that, or a later one."
            )
        read["migrations"] = tuple(read["migrations"])
        read["members"] = {name: (int(size), str(digest)) for name, (size, digest) in read["members"].items()}
        manifest = Manifest(**read)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamagedBackup(f"{archive.filename} is damaged: its list makes no sense.") from error
    for name in manifest.members:
        if name != manifest.database and not _is_safe(name):
            raise DamagedBackup(f"{archive.filename} is no backup of Cataloro: it would write to {name!r}.")
    if manifest.database not in manifest.members or manifest.database not in {"database.sqlite3", "database.dump"}:
        raise DamagedBackup(f"{archive.filename} is damaged: the database is missing.")
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
