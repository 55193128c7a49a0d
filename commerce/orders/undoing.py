"""What else goes when it is decided that a completed deal was none: packages above this one tell theirs when ready."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Undo = Callable[..., None]
"""Called as `undo(order_id, by_id, now=now)`, in the transaction of the decision, with the order locked."""

_undos: list[Undo] = []


def register(undo: Undo) -> None:
    """Have `undo` called for each deal that turns out to be none. Called when an application is ready."""
    if undo not in _undos:
        _undos.append(undo)


def undo_deal(order_id: int, by_id: int, *, now: datetime) -> None:
    """Take away all that only a completed deal can have."""
    for undo in _undos:
        undo(order_id, by_id, now=now)
