"""Takes a workbook in: parse, plan, and then, in one transaction, everything that was planned or nothing at all."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.catalog.errors import CatalogError
from cms.changes import outbox
from cms.workbook.errors import ChangedMeanwhile
from cms.workbook.job import Counts, Job
from cms.workbook.photo_files import PhotoFiles
from cms.workbook.planning import Plan, Progress, Watcher, Workbook, make_plan, reported
from cms.workbook.reading.spool import parsed
from cms.workbook.report import write_report
from cms.workbook.steps import StepSpool
from cms.workbook.table import Problem

_AGAIN = gettext_lazy("Nothing was done; start the import again.")


def no_progress(what: str, done: int, total: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How a workbook is to be taken in. `photos` is a folder or a zip, `report` where to write the copy.

    Without `report_when_good` it is written only when something is wrong.
    """

    dry_run: bool = False
    skip_bad_rows: bool = False
    allow_staff: bool = False
    photos: Path | None = None
    report: Path | None = None
    report_when_good: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What became of each sheet's rows, or would have become when not `applied`.

    `invited` people get a mail. `left_out` are sheets for export only: what stands in them is not looked at.
    `report_failed` says why the report could not be written; empty when it was, or was not asked for.
    `whole_sheets_wrong`: something is wrong that no leaving out of rows can mend.
    """

    sheets: dict[str, Counts]
    problems: list[Problem]
    applied: bool
    report_failed: str = ""
    left_out: tuple[str, ...] = ()
    invited: int = 0
    whole_sheets_wrong: bool = False


def import_workbook(
    path: Path, options: ImportOptions, *, now: datetime, progress: Progress = no_progress
) -> ImportResult:
    """Take the workbook in.

    Raises WorkbookRefused for a file that cannot be read, PhotosRefused for the photos, ChangedMeanwhile when the
    shop changed under way. Whatever is raised, nothing was done.
    """
    progress("Reading the file", 0, 0)
    with parsed(path) as workbook:
        return take_in(workbook, options, now=now, progress=progress)


def take_in(
    workbook: Workbook,
    options: ImportOptions,
    *,
    now: datetime,
    progress: Progress = no_progress,
    watcher: Watcher | None = None,
) -> ImportResult:
    """Take a workbook in that has been read. Raises PhotosRefused and ChangedMeanwhile, as import_workbook does."""
    watcher = watcher or Watcher()
    with ExitStack() as stack:
        photos = stack.enter_context(PhotoFiles(options.photos)) if options.photos else None
        steps = stack.enter_context(StepSpool())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="cataloro-import-")) if photos else None
        job = Job(now=now, folder=Path(folder) if folder else None, allow_staff=options.allow_staff, photos=photos)
        plan = make_plan(workbook, job, steps, progress, watcher)
        takes_rest = options.skip_bad_rows and not plan.whole_sheets_wrong
        applied = not options.dry_run and (takes_rest or not job.problems)
        if applied:
            _apply(plan, job, progress, watcher)
        failed = ""
        if options.report is not None and (job.problems or options.report_when_good):
            progress("Writing the report", 0, 0)
            failed = _try_report(options.report, workbook, plan, job.problems)
        return ImportResult(
            sheets=plan.counts,
            problems=job.problems,
            applied=applied,
            report_failed=failed,
            left_out=tuple(plan.left_out),
            invited=job.invited,
            whole_sheets_wrong=plan.whole_sheets_wrong,
        )


def _try_report(path: Path, workbook: Workbook, plan: Plan, problems: list[Problem]) -> str:
    try:
        write_report(path, workbook, plan, problems)
    except OSError as error:
        # The import is done by now and stays done: a full disk must not hide what became of it.
        return f"The report {path} could not be written: {error.strerror or error}."
    return ""


def _apply(plan: Plan, job: Job, progress: Progress, watcher: Watcher) -> None:
    try:
        with transaction.atomic():
            watcher.before_writing(plan)
            for sheet, steps in plan.steps.sheets():
                total = plan.counts[sheet].created + plan.counts[sheet].updated
                plan.importers[sheet].apply(reported(steps, f"Writing {sheet}", total, progress))
            if any(counts.created or counts.updated for counts in plan.counts.values()):
                outbox.note_act("the import of a workbook")
            watcher.written(plan, job)
    except (CatalogError, ValidationError) as error:
        raise ChangedMeanwhile(f"{_words(error)} {_AGAIN}") from error
    except IntegrityError as error:
        raise ChangedMeanwhile(
            _("Something was changed while the import was being planned. %(again)s") % {"again": _AGAIN}
        ) from error
    except ChangedMeanwhile as error:
        raise ChangedMeanwhile(f"{error} {_AGAIN}") from error


def _words(error: CatalogError | ValidationError) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
