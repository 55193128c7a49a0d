"""`manage.py prune_photos`: remove the pictures that nothing needs any more."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.api.photos import prune_pictures

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Removes unused pictures."""

    help = (
        "Remove pictures that no listing, order, upload, page, revision or kept release has referred to for seven "
        "days, and files that belong to no picture. The tasks do this once a day; it may run at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The options."""
        parser.add_argument("--dry-run", action="store_true", help="say what would be removed, and change nothing")
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")

    def handle(self, *_: object, **options: Any) -> None:
        """Do it and say what was done."""
        started = time.monotonic()
        pruned = prune_pictures(now=timezone.now(), dry_run=options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps({**asdict(pruned), "seconds": round(time.monotonic() - started, 1)}))
            return
        would = "would be" if options["dry_run"] else "were"
        self.stdout.write(
            f"{pruned.pictures} pictures {would} removed, {pruned.files} files, {pruned.bytes / 1_000_000:.1f} MB. "
            f"Nothing refers to {pruned.unused} at present; each stays for seven days."
        )
