"""Makes a backup while people work."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.operations.backup.archive import MEDIA, Manifest, Writer
from cms.operations.backup.databases import present_database
from cms.operations.backup.errors import BackupProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: its size in bytes, and what it holds."""

    file: Path
    size: int
    manifest: Manifest


def make_backup(file: Path, *, tell: Callable[[str, int, int], None]) -> Made:
    """Save the shop into `file`, which appears whole or not at all. Raises BackupProblem.

    The database is copied first, as it is at one moment. The pictures follow: they are named by their content and stay
    for days when nobody needs them any more, so that each one the copy refers to is still there.
    """
    if file.exists():
        raise BackupProblem(_("%(file)s is there already: choose another name.") % {"file": file})
    if not file.parent.is_dir():
        raise BackupProblem(_("There is no folder %(parent)s.") % {"parent": file.parent})
    database = present_database()
    part = file.with_name(f".{file.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
            copy = Path(folder) / database.member
            made_at = timezone.now()
            tell("Saving the database", 0, 1)
            contents = database.dump(copy)
            # It holds addresses and letters: nobody else may read it, not while it is being written either.
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as stream:
                writer = Writer(stream)
                writer.add(database.member, copy, compress=database.engine == "sqlite")
                copy.unlink()
                _add_media(writer, tell)
                manifest = writer.finish(
                    made_at=made_at.isoformat(),
                    version=settings.CATALORO_VERSION,
                    engine=database.engine,
                    database=database.member,
                    rows=contents.rows,
                    migrations=contents.migrations,
                )
                stream.flush()
                os.fsync(stream.fileno())
        part.rename(file)
    except OSError as error:
        raise BackupProblem(
            _("The backup could not be written: %(what)s.") % {"what": error.strerror or error}
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return Made(file, file.stat().st_size, manifest)


def _add_media(writer: Writer, tell: Callable[[str, int, int], None]) -> None:
    files = sorted(media_files(Path(settings.MEDIA_DIR)))
    for done, name in enumerate(files, start=1):
        with suppress(FileNotFoundError):  # Pruned at this moment: the copy of the database does not need it.
            writer.add(MEDIA + name, Path(settings.MEDIA_DIR) / name, compress=False)
        tell("Saved files", done, len(files))


def media_files(folder: Path) -> Iterator[str]:
    """The paths, below the folder, of the files that are whole; names with a dot in front are still being written.

    What is no file is none of the shop's: a pipe that somebody put there would be read for ever.
    """
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in names:
            if not name.startswith(".") and (Path(place) / name).is_file():
                yield (Path(place) / name).relative_to(folder).as_posix()
