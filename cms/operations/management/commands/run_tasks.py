"""`manage.py run_tasks`: what waits to be done in the background."""

from __future__ import annotations

import threading
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from cms.operations.index_keeper import keep_index_or_end
from cms.operations.start_up import take_up_interrupted_tasks


class Command(BaseCommand):
    """Does one task after the other; those of the search's index beside them."""

    help = (
        "Do what waits to be done in the background (mails, pictures, imports, backups, the index of the search) until "
        "stopped. Begins with what a killed predecessor left unfinished, so run one at a time; `run` starts it."
    )

    def handle(self, *_: object, **__: Any) -> None:
        """Take up what was interrupted, then work."""
        if taken := take_up_interrupted_tasks():
            self.stderr.write(f"Taken up again after an interruption: {taken}.")
        # A daemon: it ends with this process. What it was at then is taken up by the next one.
        threading.Thread(target=keep_index_or_end, args=(threading.Event(),), name="index-keeper", daemon=True).start()
        call_command("db_worker", interval=0.5, startup_delay=False, reload=False)
