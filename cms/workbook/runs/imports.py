"""What people do with an import: send a file, say how it is meant, confirm, pause, cancel, go on, undo."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django_tasks import task

from cms.workbook.mapping.choices import signature
from cms.workbook.models import OPEN_STATES, ExportRun, ImportRun, KeptChoice
from cms.workbook.reading.kept import kept
from cms.workbook.runs import folders

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cms.workbook.mapping.choices import SheetChoice

Step, State = ImportRun.Step, ImportRun.State

_LONGEST_NAME = 200
_TO_CHECK = Q(step__in=(Step.READ, Step.CHECK), state=State.READY) | Q(
    step__in=(Step.CHECK, Step.TAKE), state__in=(State.FAILED, State.CANCELLED)
)


class NotNow(Exception):
    """What is asked for does not fit to how far the import is; nothing was done."""


@task(priority=0)
def work_on_runs() -> int:
    """Do what waits, unless somebody does already."""
    from cms.workbook.runs.working import work  # noqa: PLC0415 (it calls this module)

    return work()


def receive(file_name: str, content: Iterable[bytes], *, by_id: int) -> ImportRun:
    """Keep a file that somebody sends in, privately, and have it read."""
    run = ImportRun(by_id=by_id, file_name=PurePath(file_name).name[:_LONGEST_NAME] or "workbook")
    with transaction.atomic():
        run.save()
        try:
            with (folders.import_folder(run.pk) / "upload").open("wb") as file:
                for chunk in content:
                    file.write(chunk)
        except OSError:
            folders.drop_import(run.pk)
            raise
        _soon()
    return run


def choose(run_id: int, choices: Sequence[SheetChoice], *, skip_bad_rows: bool, allow_staff: bool) -> None:
    """Say how the file is meant, and have it checked; it is remembered for the next one like it. Raises NotNow."""
    with transaction.atomic():
        _move(
            run_id,
            _TO_CHECK & Q(applied_at=None),
            step=Step.CHECK,
            choices=[one.as_dict() for one in choices],
            skip_bad_rows=skip_bad_rows,
            allow_staff=allow_staff,
            result={},
            plan="",
        )
        with kept(folders.import_folder(run_id)) as workbook:
            for place, choice in zip(workbook.sheets, choices, strict=True):
                cells = next(workbook.rows(place), (0, []))[1]
                key = signature(cells, has_header=choice.has_header)
                KeptChoice.objects.update_or_create(signature=key, defaults={"choice": choice.as_dict()})


def check_again(run_id: int) -> None:
    """Have the same looked at once more. Raises NotNow."""
    _move(run_id, _TO_CHECK & ~Q(choices=[]) & Q(applied_at=None), step=Step.CHECK, result={}, plan="")


def confirm(run_id: int) -> None:
    """Have done what the check has shown. Raises NotNow."""
    run = ImportRun.objects.get(pk=run_id)
    if not may_confirm(run):
        raise NotNow
    _move(run_id, Q(step=Step.CHECK, state=State.READY, plan=run.plan), step=Step.TAKE)


def confirm_rest(run_id: int) -> None:
    """Have done what the check has shown, without the rows that were refused. Raises NotNow."""
    if not may_confirm_rest(ImportRun.objects.get(pk=run_id)):
        raise NotNow
    with transaction.atomic():
        ImportRun.objects.filter(pk=run_id, step=Step.CHECK, state=State.READY).update(skip_bad_rows=True)
        confirm(run_id)


def may_confirm(run: ImportRun) -> bool:
    """Whether the check found something to do, and nothing that forbids it."""
    return may_confirm_rest(run) and (run.skip_bad_rows or not run.result.get("problems"))


def may_confirm_rest(run: ImportRun) -> bool:
    """Whether there is something to do, perhaps without some rows."""
    if run.step != Step.CHECK or run.state != State.READY or run.result.get("whole_sheets_wrong"):
        return False
    return any(one["created"] or one["updated"] for one in run.result.get("sheets", {}).values())


def undo(run_id: int) -> None:
    """Have everything put back as it was before. Raises NotNow."""
    _move(
        run_id,
        Q(step=Step.TAKE, state=State.READY, has_files=True, applied_at__isnull=False, undone_at=None),
        step=Step.UNDO,
    )


def pause(run_id: int) -> None:
    """Stop; it can go on later. What writes already does not stop for that. Raises NotNow."""
    if not _now(run_id, Q(state=State.WAITING), State.PAUSED):
        _wish(run_id, folders.PAUSE)


def cancel(run_id: int) -> None:
    """Stop for good; nothing of the present step stays. Raises NotNow."""
    if not _now(run_id, Q(state__in=(State.WAITING, State.PAUSED)) & ~Q(step=Step.UNDO), State.CANCELLED):
        _wish(run_id, folders.CANCEL)


def go_on(run_id: int) -> None:
    """Take up what was paused: the present step begins anew, for nothing of it was kept. Raises NotNow."""
    _move(run_id, Q(state=State.PAUSED))


def _now(run_id: int, condition: Q, state: str) -> bool:
    return bool(ImportRun.objects.filter(condition, pk=run_id).update(state=state))


def _wish(run_id: int, what: str) -> None:
    if not ImportRun.objects.filter(pk=run_id, state=State.RUNNING).exclude(step=Step.UNDO).exists():
        raise NotNow
    folders.wish(run_id, what)


def _move(run_id: int, condition: Q, **fields: object) -> None:
    with transaction.atomic():
        if not ImportRun.objects.filter(condition, pk=run_id).update(state=State.WAITING, tries=0, error="", **fields):
            raise NotNow
        folders.forget_wish(run_id)
        _soon()


def _soon() -> None:
    transaction.on_commit(partial(work_on_runs.enqueue))


def waiting_behind() -> ImportRun | ExportRun | None:
    """What is at work now, for those who wait."""
    return (
        ImportRun.objects.filter(state=State.RUNNING).first() or ExportRun.objects.filter(state=State.RUNNING).first()
    )


def is_anything_open() -> bool:
    """Whether anything waits or works."""
    return (
        ImportRun.objects.filter(state__in=OPEN_STATES).exists()
        or ExportRun.objects.filter(state__in=OPEN_STATES).exists()
    )
