"""The steps of an import: the file is read, checked without a change, taken in as it was shown, undone."""

from __future__ import annotations

import hashlib
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from cms.workbook.errors import ChangedMeanwhile
from cms.workbook.importing import ImportOptions, ImportResult, take_in
from cms.workbook.mapping.choices import SheetChoice, choice_in, signature
from cms.workbook.mapping.mapped import MappedWorkbook
from cms.workbook.mapping.proposing import proposal
from cms.workbook.models import ImportRun, KeptChoice
from cms.workbook.planning import Watcher, as_dicts
from cms.workbook.reading.kept import keep, kept
from cms.workbook.runs import folders
from cms.workbook.runs.bundles import unpack_workbook
from cms.workbook.runs.differences import DifferenceWriter, digest_line
from cms.workbook.sheets import registered_sheets
from cms.workbook.undo.trail import Trail
from cms.workbook.undo.undoing import undo_import

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from cms.workbook.job import Job, Planned
    from cms.workbook.planning import Plan
    from cms.workbook.reading.kept import KeptWorkbook

SAMPLE = 40
"""Rows that a proposal is made from."""

REPORT, TRAIL, UPLOAD, WORKBOOK = "report.xlsx", "undo.jsonl.gz", "upload", "workbook"
_SHOWN_PROBLEMS = 20
_DIFFERENT = gettext_lazy(
    "The shop has changed since you looked: the import would do something else now. Nothing was done. Have it checked "
    "again, and look at what it would do."
)


def perform(run: ImportRun, *, now: datetime) -> None:
    """Do the present step; the run is ready afterwards. Raises WorkbookError in words, and Stopped."""
    folder = folders.import_folder(run.pk)
    _STEPS[run.step](run, folder, now)


def _read(run: ImportRun, folder: Path, now: datetime) -> None:  # noqa: ARG001 (all steps alike)
    telling = folders.Telling(folder)
    telling("Reading the file", 0, 0)
    if not (folder / WORKBOOK).exists():  # Else a worker was stopped after this.
        unpack_workbook(folder / UPLOAD, folder / WORKBOOK)
    keep(folder / WORKBOOK, folder)
    seller = run.by.label if run.by else ""
    with kept(folder) as workbook:
        found = [proposed(workbook, place, seller=seller) for place in range(len(workbook.sheets))]
    ImportRun.objects.filter(pk=run.pk).update(
        state=run.State.READY,
        choices=[choice.as_dict() for choice, _ in found],
        result={"remembered": [remembered for _, remembered in found]},
    )


def proposed(workbook: KeptWorkbook, place: int, *, seller: str) -> tuple[SheetChoice, bool]:
    """What a sheet is taken for, and whether that is what was chosen for one like it before."""
    sheet = workbook.sheets[place]
    rows = [cells for _, cells in islice(workbook.rows(sheet), SAMPLE)]
    choice = proposal(sheet.name, rows, registered_sheets(), seller=seller)
    if not rows:
        return choice, False
    known = KeptChoice.objects.filter(signature=signature(rows[0], has_header=choice.has_header)).first()
    return (choice_in(known.choice), True) if known else (choice, False)


def _check(run: ImportRun, folder: Path, now: datetime) -> None:
    (folder / REPORT).unlink(missing_ok=True)
    with DifferenceWriter(folder) as writer:
        options = _options(run, folder, dry_run=True)
        result, made = _taken(run, folder, options, now=now, telling=folders.Telling(folder), watcher=writer)
        writer.refused(result.problems)
    ImportRun.objects.filter(pk=run.pk).update(
        state=run.State.READY,
        plan=writer.digest(),
        result={
            "sheets": as_dicts(result.sheets),
            "problems": len(result.problems),
            "about": [str(one) for one in result.problems if one.row is None or one.sheet is None][:_SHOWN_PROBLEMS],
            "left_out": list(result.left_out),
            "whole_sheets_wrong": result.whole_sheets_wrong,
            "made": made,
        },
    )


def _take(run: ImportRun, folder: Path, now: datetime) -> None:
    with Trail(folder / TRAIL) as trail:
        taking = _Taking(run, folders.Telling(folder), trail, now)
        options = _options(run, folder, dry_run=False)
        result, _ = _taken(run, folder, options, now=now, telling=taking.telling, watcher=taking)
    if not result.applied:
        raise ChangedMeanwhile(_DIFFERENT)
    if result.report_failed:
        ImportRun.objects.filter(pk=run.pk).update(error=result.report_failed)


def _undo(run: ImportRun, folder: Path, now: datetime) -> None:
    telling = folders.Telling(folder)
    undo_import(
        folder / TRAIL,
        progress=telling,
        done=lambda: ImportRun.objects.filter(pk=run.pk).update(state=run.State.READY, undone_at=now),
    )


class _Taking(Watcher):
    """Sees to it that nothing else is done than was shown, notes what was before, and says so in one transaction."""

    def __init__(self, run: ImportRun, telling: folders.Telling, trail: Trail, now: datetime) -> None:
        self._run = run
        self.telling = telling
        self._trail = trail
        self._now = now
        self._digest = hashlib.blake2b(digest_size=32)

    def planned(self, sheet: str, planned: Planned) -> None:
        """A good row."""
        digest_line(self._digest, sheet, planned)

    def before_writing(self, plan: Plan) -> None:
        """Look once more whether it is what was shown."""
        if self._digest.hexdigest() != self._run.plan:
            raise ChangedMeanwhile(_DIFFERENT)
        self.telling.may_pause = False
        self._trail.note_before(plan.steps, self.telling)

    def written(self, plan: Plan, job: Job) -> None:
        """Say that it is done, with it."""
        self._trail.note_after(plan.steps, self.telling)
        ImportRun.objects.filter(pk=self._run.pk).update(
            state=self._run.State.READY,
            applied_at=self._now,
            result={**self._run.result, "sheets": as_dicts(plan.counts), "invited": job.invited},
        )


def _taken(  # noqa: PLR0913 (keyword-only)
    run: ImportRun, folder: Path, options: ImportOptions, *, now: datetime, telling: folders.Telling, watcher: Watcher
) -> tuple[ImportResult, list[Any]]:
    """What became of it, and the rows of categories that were made of names."""
    with kept(folder) as source:
        workbook = MappedWorkbook(source, [choice_in(one) for one in run.choices], registered_sheets())
        return take_in(workbook, options, now=now, progress=telling, watcher=watcher), workbook.made


def _options(run: ImportRun, folder: Path, *, dry_run: bool) -> ImportOptions:
    return ImportOptions(
        dry_run=dry_run,
        skip_bad_rows=run.skip_bad_rows,
        allow_staff=run.allow_staff,
        photos=folder / UPLOAD if (folder / UPLOAD).exists() else None,
        report=folder / REPORT,
        report_when_good=not dry_run,
    )


_STEPS: dict[str, Callable[[ImportRun, Path, datetime], None]] = {
    ImportRun.Step.READ.value: _read,
    ImportRun.Step.CHECK.value: _check,
    ImportRun.Step.TAKE.value: _take,
    ImportRun.Step.UNDO.value: _undo,
}
