"""What changed and is not on the site yet, for the publisher."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.changes import outbox, triggers
from cms.contract.keys import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHOWN_BY_NO_PAGE = frozenset({Kind.REDIRECT})
"""The app answers these from the database itself."""


def pending() -> list[int]:
    """The numbers of all changes that some page may show. What no page shows is taken out at once."""
    rows = outbox.pending()
    unseen = [row.id for row in rows if row.kind in _SHOWN_BY_NO_PAGE]
    if unseen:
        outbox.forget(unseen)
    return [row.id for row in rows if row.kind not in _SHOWN_BY_NO_PAGE]


def is_empty() -> bool:
    """Whether nothing at all waits: one cheap look."""
    return outbox.is_empty()


def forget(numbers: Iterable[int]) -> None:
    """Take exactly these out; call it after the work is on disk."""
    outbox.forget(list(numbers))


def watch_for_changes() -> None:
    """See to it that the database notes changes: a migration that failed, or a restore, leaves it without triggers.

    What happened meanwhile is unknown, so a full build is asked for.
    """
    triggers.ensure_triggers(because="the publisher found triggers missing")
