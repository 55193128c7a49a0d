"""`manage.py doctor`: looks at the whole server on which the shop runs."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from deploy.doctor.options import HELP, add_options, run


class Command(BaseCommand):
    """The same as `cataloro doctor`, which works when Django does not start, too."""

    help = HELP
    requires_system_checks = ()  # What they find is told by one of the doctor's own checks.

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the contract."""
        add_options(parser)

    def handle(self, *_: object, **options: Any) -> None:
        """Look; exit status 1 when something failed."""
        if status := run(options, say=self.stdout.write):
            sys.exit(status)
