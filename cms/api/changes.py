"""What changed and is not on the site yet, for the publisher; and what it says about that, for everybody else."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import closing, suppress

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.utils import timezone

from cms.api.titles import title_of
from cms.changes import outbox, publications, triggers
from cms.changes.wakeup import WakeUp
from cms.contract.keys import ChangeRecord, Kind

__all__ = [
    "WakeUp",
    "acknowledge",
    "alive",
    "failed",
    "held",
    "in_trouble",
    "is_empty",
    "newest",
    "pending",
    "progress",
    "sweep",
    "watch_for_changes",
]

log = logging.getLogger("cataloro.publisher")

_SHOWN_BY_NO_PAGE = frozenset({Kind.REDIRECT})
"""The app answers these from the database itself."""

_PATIENCE_MS = 200
"""How long a word about the progress may wait for the database: it is worth no more."""


def pending() -> list[ChangeRecord]:
    """All changes that some page may show, oldest number first, and the acts among them.

    A pure read, so that it can be part of a snapshot.
    """
    return [one for one in outbox.pending() if one.kind not in _SHOWN_BY_NO_PAGE]


def is_empty() -> bool:
    """Whether nothing that some page may show waits: one cheap look."""
    return outbox.is_empty(besides=_SHOWN_BY_NO_PAGE)


def newest() -> int:
    """The highest number that waits; 0 when nothing does."""
    return outbox.newest()


def sweep() -> None:
    """Take out what no page shows."""
    outbox.forget_kinds(_SHOWN_BY_NO_PAGE)


def acknowledge(changes: Sequence[ChangeRecord], *, outputs: int, seconds: float) -> None:
    """Take exactly these out and write down that they are live; call it after the work is on disk.

    `outputs` are the pages written or removed, `seconds` what the work took. All in one transaction. An act that
    nothing follows is not worth a word.
    """
    with transaction.atomic():
        outbox.forget([one.id for one in changes])
        publications.forget_failed(changes)
        publications.end_rendering()
        if all(one.kind == Kind.ACT for one in changes):
            return
        title = title_of(publications.subject_of(changes))
        row = publications.note_live(changes, title=title, outputs=outputs, seconds=seconds)
    age = (timezone.now() - row.queued_at).total_seconds()
    log.info("live what=%r changes=%d outputs=%d seconds=%.3f age=%.3f", row.title, len(changes), outputs, seconds, age)


def failed(changes: Sequence[ChangeRecord], reason: str) -> None:
    """Write down why these changes cannot be rendered: the page, the template and the line. They go on waiting."""
    if not changes:
        return
    with transaction.atomic():
        said_before = publications.forget_failed(changes)
        title = title_of(publications.subject_of(changes))
        publications.note_failed(changes, title=title, reason=reason)
    if reason not in said_before:
        log.error("not live what=%r changes=%d reason=%r", title, len(changes), reason)


def progress(phase: str, done: int, total: int) -> None:
    """Say what the publisher is at: "building", "rendering" or "idle", and how far it is. At most once a second.

    On a connection of its own, because the publisher's may be in the middle of a snapshot. A database that is busy
    or away is no reason to stop.
    """
    with suppress(DatabaseError), closing(connections[DEFAULT_DB_ALIAS].copy()) as aside:
        if aside.vendor == "sqlite":
            with aside.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
        publications.say_on(aside, phase=phase, done=done, total=total)


def held(count: int) -> None:
    """Say how many removals wait for a person; 0 when none does. Never within a snapshot."""
    publications.set_state(held=count)


def in_trouble(reason: str) -> None:
    """Say why nothing at all can be published; empty when it can be."""
    publications.set_state(trouble=reason)


def alive() -> None:
    """Say that the publisher is there."""
    publications.set_state()


def watch_for_changes() -> None:
    """See to it that the database notes changes: a migration that failed, or a restore, leaves it without triggers.

    What happened meanwhile is unknown, so a full build is asked for.
    """
    triggers.ensure_triggers(because="the publisher found triggers missing")
