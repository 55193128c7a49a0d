"""Telling somebody who is suspended, by mail and at the log-in, and when it is over."""

from __future__ import annotations

from commerce.notifications.services import notify

_KINDS = {"suspended": "account-suspended", "restored": "account-restored"}


def tell(user_id: int, turn: str, reason: str) -> None:
    """Write a mail."""
    notify(user_id, _KINDS[turn], {"reason": reason})
