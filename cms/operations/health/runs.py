"""Checks and maintenance that people ask for: done in the background, or by the publisher, with a result that stays."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry, PageLogEntry

from cms.accounts.language import speaking_to
from cms.api import integrity
from cms.operations.models import MaintenanceRun
from sitegen.wishes import Wishes

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger("cataloro.maintenance")

WISHES: dict[str, dict[str, Any]] = {
    MaintenanceRun.Kind.REBUILD: {"full": True, "verify": False, "rollback": None, "force": False},
    MaintenanceRun.Kind.VERIFY: {"full": False, "verify": True, "rollback": None, "force": False},
}
"""What the publisher is asked for."""
WISH_SECONDS = 3600.0
LOST_AFTER = timedelta(hours=1)
REVISIONS_DAYS = 90
LOG_DAYS = 400
_KEPT_RUNS = 100
_OPEN = (MaintenanceRun.State.WAITING, MaintenanceRun.State.RUNNING)


class AlreadyAsked(Exception):
    """Such a run waits or works already."""


def ask(kind: str, *, by_id: int | None, now: datetime) -> MaintenanceRun:
    """Have it done. Raises AlreadyAsked."""
    from cms.operations.health.tasks import perform_run  # noqa: PLC0415 (the task calls this module)

    close_lost(now)
    run = MaintenanceRun(kind=kind, by_id=by_id, created_at=now)
    try:
        with transaction.atomic():
            run.save()
            if kind in WISHES:
                run.wish = _wishes().make(WISHES[kind], wait=WISH_SECONDS)
                run.state = MaintenanceRun.State.RUNNING
                run.save(update_fields=["wish", "state"])
            else:
                transaction.on_commit(lambda: perform_run.enqueue(run.pk))
    except IntegrityError:
        raise AlreadyAsked(kind) from None
    return run


def perform(run_id: int) -> str:
    """Do what a run asks for, unless somebody has begun it; the state in which it is afterwards."""
    if not MaintenanceRun.objects.filter(pk=run_id, state=MaintenanceRun.State.WAITING).update(
        state=MaintenanceRun.State.RUNNING
    ):
        return ""
    kind, by_id = MaintenanceRun.objects.values_list("kind", "by").get(pk=run_id)
    try:
        with speaking_to(by_id):
            result = _ACTS[kind]()
    except Exception as error:
        _end(run_id, error=f"{type(error).__name__}: {error}")
        raise
    _end(run_id, result=result)
    return str(MaintenanceRun.State.DONE)


def look_at_wishes() -> None:
    """Take the publisher's answers to what it was asked for."""
    for run in MaintenanceRun.objects.filter(state__in=_OPEN).exclude(wish=""):
        answer = _wishes().answer_to(run.wish)
        if answer is None:
            continue
        _end(run.pk, error=str(answer.get("error", "")), result=dict(answer.get("report") or {}))


def open_runs() -> list[MaintenanceRun]:
    """What waits or works now."""
    return list(MaintenanceRun.objects.filter(state__in=_OPEN))


def close_lost(now: datetime) -> int:
    """End runs whose worker is gone, and drop those of long ago; how many were ended."""
    lost = MaintenanceRun.objects.filter(state__in=_OPEN, created_at__lt=now - LOST_AFTER)
    count = lost.update(state=MaintenanceRun.State.FAILED, error=_("Nobody finished it within an hour."), ended_at=now)
    old = list(MaintenanceRun.objects.exclude(state__in=_OPEN).values_list("pk", flat=True)[_KEPT_RUNS:])
    MaintenanceRun.objects.filter(pk__in=old).delete()
    return count


def _end(run_id: int, *, result: dict[str, Any] | None = None, error: str = "") -> None:
    MaintenanceRun.objects.filter(pk=run_id).update(
        state=MaintenanceRun.State.FAILED if error else MaintenanceRun.State.DONE,
        result=result or {},
        error=error,
        ended_at=timezone.now(),
    )


def _wishes() -> Wishes:
    return Wishes(settings.BUILD_DIR)


def _check() -> dict[str, Any]:
    findings = [integrity.run(check) for check in integrity.checks()]
    return {
        "checks": [
            {
                "title": one.check.title,
                "count": one.count,
                "examples": list(one.examples),
                "mend": one.check.mend,
            }
            for one in findings
        ],
        "wrong": sum(one.count for one in findings),
    }


def _reindex() -> dict[str, Any]:
    call_command("wagtail_update_index", verbosity=0)
    return {}


def _purge() -> dict[str, Any]:
    """Versions that nobody can see any more, expired sessions, and what is written about long ago."""
    now = timezone.now()
    call_command("purge_revisions", days=REVISIONS_DAYS, verbosity=0)
    tidy()
    before = now - timedelta(days=LOG_DAYS)
    entries = sum(model.objects.filter(timestamp__lt=before).delete()[0] for model in (PageLogEntry, ModelLogEntry))
    return {"entries": entries}


def tidy() -> None:
    """What may go at any time: sessions that have ended, and results of tasks older than two weeks."""
    call_command("clearsessions", verbosity=0)
    call_command("prune_db_task_results", verbosity=0)


_ACTS = {
    MaintenanceRun.Kind.CHECK.value: _check,
    MaintenanceRun.Kind.REINDEX.value: _reindex,
    MaintenanceRun.Kind.PURGE.value: _purge,
}
