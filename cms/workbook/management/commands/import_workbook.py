"""`manage.py import_workbook FILE`: takes a spreadsheet in, and says row by row what could not be taken."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils import timezone

from cms.workbook.errors import WorkbookError
from cms.workbook.importing import ImportOptions, ImportResult, import_workbook
from cms.workbook.planning import as_dicts
from cms.workbook.progress import TerminalProgress
from cms.workbook.table import Problem

_SHOWN = 50
_EPILOG = """\
The sheets are categories, users, listings and pages; the first row names the columns, in any order. Columns and
sheets whose name begins with # are left alone. Rows are found again by slug, number or e-mail address, key, and
path: a file that is taken twice changes nothing the second time. All or nothing is taken, unless --skip-bad-rows
is given. People who are new get a mail with a link that sets their password; a dry run sends none.

Exit status: 0 when all is done, 1 when something was refused or went wrong, 2 for wrong usage.
"""


class Command(BaseCommand):
    """The command."""

    help = "Take categories, people, listings and pages in from a workbook (.xlsx or .xls)."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the line ends of the text below the options."""
        return super().create_parser(
            prog_name, subcommand, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the contract."""
        parser.add_argument("file", metavar="FILE", type=Path, help="the workbook: .xlsx or true .xls, told by content")
        parser.add_argument("--dry-run", action="store_true", help="check everything, change nothing")
        parser.add_argument(
            "--photos", metavar="DIR_OR_ZIP", type=Path, help="where the files lie that the column photos names"
        )
        parser.add_argument(
            "--report",
            metavar="FILE.xlsx",
            type=Path,
            help="write a copy of the sheets, with the reason beside each refused row and the keys of new listings",
        )
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--all-or-nothing",
            action="store_true",
            help="take nothing when any row is refused (this is what happens anyway)",
        )
        which.add_argument("--skip-bad-rows", action="store_true", help="leave refused rows out and take the rest")
        parser.add_argument(
            "--allow-staff", action="store_true", help="let rows make and change moderators, editors and admins"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object about the result")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run it."""
        path: Path = options["file"]
        _check_usage(path, options)
        progress = TerminalProgress(sys.stderr)
        try:
            result = import_workbook(
                path,
                ImportOptions(
                    dry_run=options["dry_run"],
                    skip_bad_rows=options["skip_bad_rows"],
                    allow_staff=options["allow_staff"],
                    photos=options["photos"],
                    report=options["report"],
                ),
                now=timezone.now(),
                progress=progress,
            )
        except WorkbookError as error:
            result = _nothing_done(str(error))
        except OperationalError as error:
            result = _nothing_done(f"The database cannot be written now ({error}). Nothing was done.")
        except KeyboardInterrupt:
            result = _nothing_done("Stopped. Nothing was done.")
        finally:
            progress.clear()
        self._tell(result, options)
        if result.problems or result.report_failed:
            sys.exit(1)

    def _tell(self, result: ImportResult, options: dict[str, Any]) -> None:
        sheets = as_dicts(result.sheets)
        if options["json"]:
            errors = [one.as_dict() for one in result.problems]
            self.stdout.write(
                json.dumps({"sheets": sheets, "errors": errors, "applied": result.applied, "invited": result.invited})
            )
        else:
            for name, counts in sheets.items():
                numbers = ", ".join(f"{count:,} {what}" for what, count in counts.items())
                self.stdout.write(f"{name}: {numbers}")
            self.stdout.write(_conclusion(result, options))
            if result.invited:
                self.stdout.write(f"Invited by mail to choose a password: {result.invited:,}.")
        for name in result.left_out:
            self.stderr.write(f"The sheet {name} is for export only: it was left out, and changes nothing.")
        for one in result.problems[:_SHOWN]:
            self.stderr.write(str(one))
        if (more := len(result.problems) - _SHOWN) > 0:
            self.stderr.write(f"… and {more:,} more. --report FILE.xlsx writes all of them beside their rows.")
        if result.report_failed:
            self.stderr.write(result.report_failed)


def _check_usage(path: Path, options: dict[str, Any]) -> None:
    report: Path | None = options["report"]
    if report is None:
        return
    if report.suffix.lower() != ".xlsx":
        raise CommandError(f"--report {report}: the name must end in .xlsx.", returncode=2)
    if not report.parent.is_dir() or not os.access(report.parent, os.W_OK):
        raise CommandError(f"--report {report}: nothing can be written into {report.parent}.", returncode=2)
    if report.exists() and path.exists() and report.samefile(path):
        raise CommandError("--report would overwrite the workbook itself; give it another name.", returncode=2)


def _nothing_done(message: str) -> ImportResult:
    problem = Problem(sheet=None, row=None, column=None, value=None, message=message)
    return ImportResult(sheets={}, problems=[problem], applied=False)


def _conclusion(result: ImportResult, options: dict[str, Any]) -> str:
    if result.applied and result.problems:
        return f"Taken, without the refused rows ({len(result.problems):,} problems)."
    if result.applied:
        return "Taken."
    if options["dry_run"]:
        return f"A dry run: nothing was changed. Problems: {len(result.problems):,}."
    return f"Nothing was changed. Problems: {len(result.problems):,}."
