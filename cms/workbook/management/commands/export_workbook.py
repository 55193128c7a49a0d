"""`manage.py export_workbook FILE.xlsx`: writes the shop into a spreadsheet that import_workbook takes back."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.workbook.exporting import export_workbook
from cms.workbook.progress import TerminalProgress
from cms.workbook.sheets import registered_sheets


class Command(BaseCommand):
    """The command."""

    help = (
        "Write categories, people, listings, pages, orders and reviews into a workbook. Importing it again changes "
        "nothing; orders and reviews are for export only. An existing "
        "file of that name is replaced. The file holds e-mail addresses: keep it where only you can read it. Exit "
        "status: 0 when done, 1 when something went wrong, 2 for wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the contract."""
        parser.add_argument("file", metavar="FILE.xlsx", type=Path, help="where to write")
        parser.add_argument(
            "--sheets", metavar="a,b", default="", help=f"only these sheets, of {', '.join(registered_sheets())}"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object about the result")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run it."""
        path: Path = options["file"]
        names = [name.strip().lower() for name in options["sheets"].split(",") if name.strip()]
        _check_usage(path, names)
        progress = TerminalProgress(sys.stderr)
        try:
            counts = export_workbook(path, sheets=names, progress=progress)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror or error}.") from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was written.") from None
        finally:
            progress.clear()
        if options["json"]:
            self.stdout.write(json.dumps({"sheets": counts}))
            return
        for name, count in counts.items():
            self.stdout.write(f"{name}: {count:,} rows")
        self.stdout.write(f"Written to {path}.")


def _check_usage(path: Path, names: list[str]) -> None:
    if path.suffix.lower() != ".xlsx":
        raise CommandError(f"{path}: the name must end in .xlsx.", returncode=2)
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise CommandError(f"{path}: nothing can be written into {path.parent}.", returncode=2)
    if unknown := [name for name in names if name not in registered_sheets()]:
        known = ", ".join(registered_sheets())
        raise CommandError(f"--sheets: there is no sheet {', '.join(unknown)}. Known are {known}.", returncode=2)
