"""The worker's side: takes what waits, one after the other, and says in words what became of it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import OperationalError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts.language import speaking_to
from cms.workbook.errors import WorkbookError
from cms.workbook.models import OPEN_STATES, ExportRun, ImportRun
from cms.workbook.runs import folders, steps
from cms.workbook.runs.exports import write_export

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger("cataloro.workbook")

MOST_TRIES = 3
_LOST = gettext_lazy("The worker was stopped in the middle of it, several times. Nothing of it was done.")
_UNEXPECTED = gettext_lazy(
    "Something went wrong that the shop has no words for; it is in the log. Nothing of it was done."
)
Run = ImportRun | ExportRun


def work() -> int:
    """Do all that waits, unless another worker is at it; how many steps were done."""
    done = 0
    with folders.turn() as is_ours:
        if is_ours:
            _take_up_lost()
            while (run := _next()) is not None:
                _perform(run)
                done += 1
    return done


def look_after(_now: datetime) -> int:
    """For the clock: see that somebody works on what waits, or was left behind; how much that is."""
    from cms.workbook.runs.imports import work_on_runs  # noqa: PLC0415 (it calls this module)

    found = sum(model.objects.filter(state__in=OPEN_STATES).count() for model in (ImportRun, ExportRun))
    if not found:
        return 0
    with folders.turn() as is_free:
        pass
    if not is_free or _is_queued():
        return 0
    work_on_runs.enqueue()
    return found


def _is_queued() -> bool:
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

    from cms.workbook.runs.imports import work_on_runs  # noqa: PLC0415

    return DBTaskResult.objects.ready().filter(task_path=work_on_runs.module_path).exists()


def _take_up_lost() -> None:
    """Whoever holds the turn knows: what is said to be running was left behind by a worker that is gone."""
    for model in (ImportRun, ExportRun):
        lost = model.objects.filter(state=model.State.RUNNING)
        lost.filter(tries__gte=MOST_TRIES).update(state=model.State.FAILED, error=str(_LOST))
        lost.filter(tries__lt=MOST_TRIES).update(state=model.State.WAITING)


def _next() -> Run | None:
    waiting = [
        model.objects.filter(state=model.State.WAITING).order_by("pk").first() for model in (ImportRun, ExportRun)
    ]
    return min((one for one in waiting if one is not None), key=lambda one: one.created_at, default=None)


def _perform(run: Run) -> None:
    model = type(run)
    if not model.objects.filter(pk=run.pk, state=model.State.WAITING).update(
        state=model.State.RUNNING, tries=F("tries") + 1
    ):
        return
    run.refresh_from_db()
    with speaking_to(run.by_id):
        _work_on(run)


def _work_on(run: Run) -> None:
    try:
        if isinstance(run, ImportRun):
            steps.perform(run, now=timezone.now())
        else:
            write_export(run)
    except folders.Stopped as stopped:
        _end(run, run.State.PAUSED if stopped.wish == folders.PAUSE else run.State.CANCELLED)
    except WorkbookError as error:
        _fail(run, str(error))
    except OperationalError as error:
        log.warning("%s %s: %s", type(run).__name__, run.pk, error)
        _fail(run, _("The database cannot be written now (%(error)s). Nothing was done; try again.") % {"error": error})
    except OSError as error:
        log.warning("%s %s: %s", type(run).__name__, run.pk, error)
        _fail(
            run,
            _("A file could not be written or read: %(what)s. Nothing was done; try again.")
            % {"what": error.strerror or error},
        )
    except Exception:
        _fail(run, str(_UNEXPECTED))
        raise


def _fail(run: Run, words: str) -> None:
    """What is taken in already stays so, whatever fails after that; an undo that fails can be asked for again."""
    if isinstance(run, ImportRun) and ImportRun.objects.filter(pk=run.pk, applied_at__isnull=False).exists():
        ImportRun.objects.filter(pk=run.pk, undone_at=None).update(
            step=ImportRun.Step.TAKE, state=run.State.READY, error=words
        )
        return
    _end(run, run.State.FAILED, words)


def _end(run: Run, state: str, words: str = "") -> None:
    type(run).objects.filter(pk=run.pk, state=run.State.RUNNING).update(state=state, error=words)
