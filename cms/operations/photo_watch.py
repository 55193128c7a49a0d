"""Tells now and then how many photos are ready, and has forgotten ones queued again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db import DatabaseError, close_old_connections

from cms.pictures.tasks import Progress, enqueue_missing, progress

if TYPE_CHECKING:
    from collections.abc import Callable

TELL_SECONDS = 5.0
HEAL_SECONDS = 60.0


class PhotoWatch:
    """Called again and again; looks at the database every few seconds while photos are being made, else each minute."""

    def __init__(self, *, say: Callable[[str, str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._say = say
        self._clock = clock
        self._told: Progress | None = None
        self._next_look = 0.0
        self._next_healing = 0.0

    def __call__(self) -> None:
        """Look, if it is time to."""
        now = self._clock()
        if now < self._next_look:
            return
        self._next_look = now + TELL_SECONDS
        try:
            self._look(now)
        except DatabaseError as error:
            self._say("photos", f"cannot look: {error}")
        finally:
            close_old_connections()

    def _look(self, now: float) -> None:
        if now >= self._next_healing:
            self._next_healing = now + HEAL_SECONDS
            enqueue_missing()
        found = progress()
        if found.done == found.total:
            if self._told is not None and self._told.done < self._told.total:
                self._say("photos", f"all {found.total} pictures are ready")
            self._next_look = now + HEAL_SECONDS
        elif found != self._told:
            self._say("photos", f"{found.done} of {found.total} pictures are ready")
        self._told = found
