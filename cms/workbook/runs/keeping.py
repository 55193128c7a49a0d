"""Removes files of imports and exports when the days that the settings give them are over."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from cms.workbook.models import OPEN_STATES, ExportRun, ImportRun, WorkbookSettings
from cms.workbook.runs import folders


@task(priority=-30)
def prune_files() -> int:
    """Once a day."""
    return prune(timezone.now())


def prune(now: datetime) -> int:
    """Remove the files of what is older, and folders that belong to no import; how many were pruned."""
    before = now - timedelta(days=WorkbookSettings.load().keep_days)
    old = ImportRun.objects.filter(has_files=True, created_at__lt=before).exclude(state__in=OPEN_STATES)
    pruned = 0
    for run in old:
        folders.drop_import(run.pk)
        pruned += 1
    old.update(has_files=False)
    exports = ExportRun.objects.filter(has_files=True, created_at__lt=before).exclude(state__in=OPEN_STATES)
    for export in exports:
        folders.export_file(export.pk).unlink(missing_ok=True)
        pruned += 1
    exports.update(has_files=False)
    _drop_strays(before)
    return pruned


def _drop_strays(before: datetime) -> None:
    """What a restored database knows nothing of."""
    known = set(ImportRun.objects.values_list("pk", flat=True))
    for folder in folders.place("imports").iterdir():
        is_old = folder.is_dir() and folder.stat().st_mtime < before.timestamp()
        if is_old and not (folder.name.isdecimal() and int(folder.name) in known):
            shutil.rmtree(folder, ignore_errors=True)
