"""`manage.py backup`: the whole shop in one file."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.operations.backup.errors import BackupProblem
from cms.operations.backup.making import make_backup
from cms.operations.progress import Progress


class Command(BaseCommand):
    """Saves the shop."""

    help = (
        "Save the database and the pictures into one new file, while people work. The file is a zip with a list of "
        "checksums; it holds addresses and letters, so keep it as safe as the shop. The settings of the environment "
        "(SECRET_KEY and the like) and the static site are not in it: the site is built anew from the rest."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the contract."""
        parser.add_argument("file", type=Path, metavar="FILE", help="a file that is not there yet, such as shop.zip")
        parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")

    def handle(self, *_: object, **options: Any) -> None:
        """Save it; CommandError, in words, when that fails."""
        started = time.monotonic()
        progress = Progress(quiet=int(options["verbosity"]) == 0)
        try:
            made = make_backup(options["file"], tell=progress)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        finally:
            progress.end()
        counts = {
            "files": made.manifest.files,
            "rows": made.manifest.row_count,
            "bytes": made.size,
            "seconds": round(time.monotonic() - started, 1),
        }
        self.stdout.write(
            json.dumps(counts)
            if options["json"]
            else f"Saved {counts['rows']} rows and {counts['files']} files in {counts['seconds']} s: "
            f"{made.file}, {counts['bytes']} bytes."
        )
