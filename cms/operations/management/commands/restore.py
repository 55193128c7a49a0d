"""`manage.py restore`: a backup takes the place of the shop."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.operations.backup.errors import BackupProblem
from cms.operations.backup.restoring import restore_backup
from cms.operations.progress import Progress


class Command(BaseCommand):
    """Brings a saved shop back."""

    help = (
        "Put the database and the pictures of a backup in the place of what is here. The whole file is checked first: "
        "a damaged one changes nothing. The shop must not run meanwhile. What was here is set aside in the data folder."
        " The publisher builds the whole site anew when it starts next."
    )
    requires_system_checks: list[str] = []  # They would look into a database that may not be there.

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the contract."""
        parser.add_argument("file", type=Path, metavar="FILE", help="what `backup` wrote")
        parser.add_argument("--force", action="store_true", help="also where there is a shop already")
        parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")

    def handle(self, *_: object, **options: Any) -> None:
        """Restore it; CommandError, in words, when that fails."""
        started = time.monotonic()
        progress = Progress(quiet=int(options["verbosity"]) == 0)
        try:
            restored = restore_backup(options["file"], force=options["force"], tell=progress)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        except OSError as error:
            raise CommandError(f"{error.strerror}: {error.filename or 'on the disk'}") from error
        finally:
            progress.end()
        counts = {
            "files": restored.files,
            "rows": restored.manifest.row_count,
            "bytes": options["file"].stat().st_size,
            "seconds": round(time.monotonic() - started, 1),
        }
        if options["json"]:
            self.stdout.write(json.dumps(counts))
            return
        self.stdout.write(
            f"Restored {counts['rows']} rows and {counts['files']} files of {restored.manifest.made_at[:16]} UTC in "
            f"{counts['seconds']} s."
        )
        if restored.set_aside is not None:
            self.stdout.write(f"What was here lies in {restored.set_aside}. Delete it when you no longer need it.")
        self.stdout.write("The whole site is built anew when the publisher starts: make run, or manage.py publish.")
