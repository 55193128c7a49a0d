"""Puts a backup in the place of the shop."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.changes import outbox
from cms.operations.backup.archive import Backup
from cms.operations.backup.databases import present_database, row_counts
from cms.operations.backup.errors import BackupProblem, RestoreRefused
from cms.operations.backup.making import media_files
from cms.operations.single_run import CannotRun, only_run
from sitegen.errors import CannotWrite, PublisherBusy
from sitegen.releases import Releases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cms.operations.backup.archive import Manifest
    from cms.operations.backup.databases import Database

STAGED = ".restoring"
"""In MEDIA_DIR, while files are written: on the same file system, so that they take their place by a rename."""
_FULL = 16_000_000
"""Bytes: with less, it was for lack of room that the present database could not be copied."""
_KEPT_NAMES = frozenset({"README.md", STAGED})


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and the folder with what was there before, None when there was nothing."""

    manifest: Manifest
    files: int
    set_aside: Path | None


def restore_backup(file: Path, *, force: bool, tell: Callable[[str, int, int], None]) -> Restored:
    """Put the shop of a backup in the place of the present one. Raises DamagedBackup or RestoreRefused.

    All of the file is checked before anything is touched. What was there is set aside in DATA_DIR, not deleted.
    """
    backup = Backup(file)
    database = present_database()
    _refuse_foreign(backup.manifest, database)
    backup.verify(tell)
    with _nobody_else():
        is_empty = _is_empty()
        if not is_empty and not force:
            raise RestoreRefused(
                _(
                    "There is a shop here already. --force puts the backup in its place; "
                    "what is here is set aside, not lost."
                )
            )
        media = Path(settings.MEDIA_DIR)
        staged = media / STAGED
        shutil.rmtree(staged, ignore_errors=True)
        try:
            files = backup.extract_media(staged, tell)
            aside = None if is_empty else _set_aside(database)
            with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restore-") as folder:
                copy = Path(folder) / database.member
                backup.extract(database.member, copy)
                tell("Restoring the database", 0, 1)
                database.replace(copy)
            _swap_media(media, staged, aside)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
        _check_rows(backup.manifest)
        call_command(
            "migrate", verbosity=0, interactive=False
        )  # An older backup's tables, and the publisher's triggers.
        outbox.note_everything("the shop was restored from a backup")
    return Restored(backup.manifest, files, aside)


def _refuse_foreign(manifest: Manifest, database: Database) -> None:
    if manifest.engine != database.engine:
        raise RestoreRefused(
            _("The backup is of %(saved)s, the shop here uses %(here)s. Set DATABASE_URL to such a database.")
            % {"saved": manifest.engine, "here": database.engine}
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ours = {name.partition(".")[0] for name in known}
    if manifest.version == settings.CATALORO_VERSION:
        return  # After a way back the tables stay newer than the code: what it worked with, it gets back.
    newer = [one for one in manifest.migrations if one not in known and one.partition(".")[0] in ours]
    if newer:
        raise RestoreRefused(
            _(
                "The backup holds tables of a newer Cataloro (%(migration)s is unknown here; it was made with "
                "%(version)s). Install the newest version that the shop has run with, then restore."
            )
            % {"version": manifest.version, "migration": newer[0]}
        )


@contextmanager
def _nobody_else() -> Iterator[None]:
    """Neither a running shop nor a publisher works here meanwhile. Raises RestoreRefused."""
    try:
        with only_run(Path(settings.DATA_DIR), address="restoring a backup"), Releases(settings.BUILD_DIR).lock():
            yield
    except CannotRun as refusal:
        raise RestoreRefused(str(refusal)) from refusal
    except PublisherBusy as refusal:
        raise RestoreRefused(_("The publisher is at work: stop the shop first.")) from refusal
    except CannotWrite as refusal:
        raise RestoreRefused(str(refusal)) from refusal


def _is_empty() -> bool:
    """Nobody has an account here, and there are no pictures."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415 (the model may have no table yet)

    try:
        if get_user_model().objects.exists():
            return False
    except DatabaseError:
        connections.close_all()
    return not any(name not in _KEPT_NAMES for name in media_files(Path(settings.MEDIA_DIR)))


def _set_aside(database: Database) -> Path:
    """Keep a copy of the present database; the pictures follow when the new ones take their place."""
    folder = Path(settings.DATA_DIR) / f"before-restore-{timezone.now():%Y%m%d-%H%M%S}"
    folder.mkdir(mode=0o700)
    try:
        database.dump(folder / database.member)
    except BackupProblem as problem:
        if shutil.disk_usage(folder).free < _FULL:
            shutil.rmtree(folder)
            raise RestoreRefused(
                _("The disk is full: what is here cannot be set aside, and nothing has been changed. Make room first.")
            ) from problem
        # A database that is too damaged to be copied is the very reason to restore: its file is kept as it is.
        (folder / "why.txt").write_text(f"{problem}\n")
        if connection.vendor == "sqlite":
            source = Path(settings.DATABASES["default"]["NAME"])
            if source.exists():
                shutil.copyfile(source, folder / "damaged.sqlite3")
    return folder


def _swap_media(media: Path, staged: Path, aside: Path | None) -> None:
    old = [one for one in media.iterdir() if one.name not in _KEPT_NAMES]
    if aside is not None and old:
        (aside / "media").mkdir()
    for one in old:
        if aside is not None:
            shutil.move(one, aside / "media" / one.name)
    if staged.is_dir():
        for one in staged.iterdir():
            target = media / one.name
            if target.is_file():
                target.unlink()
            one.rename(target)


def _check_rows(manifest: Manifest) -> None:
    found = row_counts()
    wrong = [table for table, count in manifest.rows.items() if found.get(table) != count]
    if wrong:
        raise BackupProblem(
            _(
                "After restoring, %(table)s has %(found)s rows instead of %(rows)s. Restore again; "
                "if that does not help, use another backup."
            )
            % {"table": wrong[0], "found": found.get(wrong[0], "no"), "rows": manifest.rows[wrong[0]]}
        )
