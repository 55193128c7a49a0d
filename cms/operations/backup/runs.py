"""Backups in the shop's own folder: asked for by people and by the clock, made and checked in the background."""

from __future__ import annotations

import logging
import re
import shutil
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.language import speaking_to
from cms.operations.backup.archive import Backup
from cms.operations.backup.errors import BackupProblem, DamagedBackup
from cms.operations.backup.making import make_backup
from cms.operations.models import BackupRun, BackupSettings

if TYPE_CHECKING:
    from cms.operations.backup.archive import Manifest

log = logging.getLogger("cataloro.backup")

NAME = re.compile(r"cataloro-[0-9]{8}-[0-9]{6}(-[0-9]+)?(-daily)?\.zip")
"""What backups in the folder are called, by the time in UTC at which they were asked for."""
LOST_AFTER = timedelta(minutes=15)
"""A run that has not said how far it is for so long belonged to a worker that is gone. One large file takes seconds."""
_TELL_SECONDS = 1.0
_KEPT_RUNS = 200


class RunConflict(BackupProblem):
    """Another run is at work."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file in the folder; `manifest` is None when it is no whole backup, and `problem` says so."""

    name: str
    size: int
    manifest: Manifest | None
    problem: str
    checked: BackupRun | None
    """The last time that all of it was read and compared."""


def folder() -> Path:
    """Where the backups lie; made when missing, for its owner alone."""
    place = Path(settings.DATA_DIR) / "backups"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def file_named(name: str) -> Path:
    """A backup of the folder. Raises FileNotFoundError for any other name, too."""
    file = folder() / name
    if not NAME.fullmatch(name) or not file.is_file():
        raise FileNotFoundError(name)
    return file


def listed() -> list[Listed]:
    """What lies in the folder, newest first."""
    checks: dict[str, BackupRun] = {}
    for run in BackupRun.objects.filter(kind=BackupRun.Kind.VERIFY).exclude(
        state__in=(BackupRun.State.WAITING, BackupRun.State.RUNNING)
    ):
        checks.setdefault(run.file_name, run)
    names = sorted((one.name for one in folder().iterdir() if NAME.fullmatch(one.name)), reverse=True)
    return [_listed(name, checks.get(name)) for name in names]


def _listed(name: str, checked: BackupRun | None) -> Listed:
    file = folder() / name
    try:
        return Listed(name, file.stat().st_size, Backup(file).manifest, "", checked)
    except (DamagedBackup, OSError) as problem:
        return Listed(name, file.stat().st_size if file.exists() else 0, None, str(problem), checked)


def ask_for_backup(*, by_id: int | None, now: datetime, day: datetime | None = None) -> BackupRun:
    """Have a backup made; `day` for the one of a day. Raises RunConflict while another run is at work."""
    name = f"cataloro-{now:%Y%m%d-%H%M%S}"
    taken = BackupRun.objects.filter(file_name__startswith=name).count()
    ending = (f"-{taken}" if taken else "") + ("-daily" if day else "")
    return _ask(
        BackupRun(
            kind=BackupRun.Kind.MAKE,
            file_name=f"{name}{ending}.zip",
            by_id=by_id,
            scheduled_for=day.date() if day else None,
            created_at=now,
            changed_at=now,
        )
    )


def ask_for_check(name: str, *, by_id: int | None, now: datetime) -> BackupRun:
    """Have a backup read and compared. Raises FileNotFoundError, and RunConflict while another run is at work."""
    file_named(name)
    return _ask(BackupRun(kind=BackupRun.Kind.VERIFY, file_name=name, by_id=by_id, created_at=now, changed_at=now))


def _ask(run: BackupRun) -> BackupRun:
    from cms.operations.backup.tasks import perform_run  # noqa: PLC0415 (the task calls this module)

    with transaction.atomic():
        close_lost(run.created_at)
        if open_run() is not None:
            raise RunConflict(_("A backup is being made or checked. Wait until it is done."))
        run.save()
        transaction.on_commit(lambda: perform_run.enqueue(run.pk))
    return run


def open_run() -> BackupRun | None:
    """The one that waits or runs."""
    return BackupRun.objects.filter(state__in=(BackupRun.State.WAITING, BackupRun.State.RUNNING)).first()


def close_lost(now: datetime) -> int:
    """End runs whose worker is gone; how many those were."""
    lost = BackupRun.objects.filter(state=BackupRun.State.RUNNING, changed_at__lt=now - LOST_AFTER)
    return lost.update(
        state=BackupRun.State.FAILED, error=_("The worker was stopped in the middle of it."), changed_at=now
    )


def delete_backup(name: str) -> None:
    """Remove a file of the folder. Raises FileNotFoundError."""
    file_named(name).unlink()


def perform(run_id: int) -> str:
    """Do what a run asks for, unless somebody has begun it; the state in which it is afterwards."""
    begun = BackupRun.objects.filter(pk=run_id, state=BackupRun.State.WAITING).update(
        state=BackupRun.State.RUNNING, changed_at=timezone.now()
    )
    if not begun:
        return ""
    run = BackupRun.objects.get(pk=run_id)
    error = ""
    try:
        with speaking_to(run.by_id):
            if run.kind == BackupRun.Kind.MAKE:
                make_backup(folder() / run.file_name, tell=_Telling(run_id))
            else:
                Backup(folder() / run.file_name).verify(_Telling(run_id))
    except BackupProblem as problem:
        error = str(problem)
        log.error("backup %s failed: %s", run.file_name, problem)  # noqa: TRY400 (told in words)
    state = BackupRun.State.FAILED if error else BackupRun.State.DONE
    BackupRun.objects.filter(pk=run_id).update(state=state, error=error, changed_at=timezone.now(), done=F("total"))
    if run.scheduled_for and not error:
        _drop_oldest(BackupSettings.load().keep)
    return str(state)


def make_due(now: datetime) -> int:
    """Ask for the backup of the day when its hour has come, and clean up before; how many were asked for."""
    chosen = BackupSettings.load()
    local = timezone.localtime(now)
    if not chosen.automatic or local.hour < chosen.hour:
        return 0
    if BackupRun.objects.filter(scheduled_for=local.date()).exists():
        return 0
    _sweep(now)
    try:
        ask_for_backup(by_id=None, now=now, day=local)
    except RunConflict:
        return 0  # It is asked for again when that one is done.
    return 1


def _drop_oldest(keep: int) -> None:
    daily = sorted((one for one in folder().iterdir() if one.name.endswith("-daily.zip")), reverse=True)
    for file in daily[keep:]:
        file.unlink(missing_ok=True)


def _sweep(now: datetime) -> None:
    """Rows of long ago, and what a killed worker left behind."""
    close_lost(now)
    ended = BackupRun.objects.exclude(state__in=(BackupRun.State.WAITING, BackupRun.State.RUNNING))
    old = list(ended.values_list("pk", flat=True)[_KEPT_RUNS:])
    BackupRun.objects.filter(pk__in=old).delete()
    if open_run() is not None:
        return
    for left in folder().glob(".*"):
        if left.stat().st_mtime < (now - LOST_AFTER).timestamp():
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)


class _Telling:
    """Writes down how far a run is, once a second."""

    def __init__(self, run_id: int) -> None:
        self._run_id = run_id
        self._next = 0.0

    def __call__(self, what: str, done: int, of: int) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _TELL_SECONDS
            BackupRun.objects.filter(pk=self._run_id).update(phase=what, done=done, total=of, changed_at=timezone.now())
