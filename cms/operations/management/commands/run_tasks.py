"""`manage.py run_tasks`: what waits to be done in the background, in production."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from cms.operations.start_up import take_up_interrupted_tasks


class Command(BaseCommand):
    """Does one task after the other."""

    help = (
        "Do what waits to be done in the background (mails, pictures, imports, backups) until stopped. Begins with "
        "what a killed predecessor left unfinished, so run one of these at a time; `run` has it built in."
    )

    def handle(self, *_: object, **__: Any) -> None:
        """Take up what was interrupted, then work."""
        if taken := take_up_interrupted_tasks():
            self.stderr.write(f"Taken up again after an interruption: {taken}.")
        call_command("db_worker", interval=0.5, startup_delay=False, reload=False)
