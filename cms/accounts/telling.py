"""Telling people that they are suspended, or no longer: how a mail is sent is known to a package above."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

Turn = Literal["suspended", "restored"]
Teller = Callable[[int, Turn, str], None]

_tellers: list[Teller] = []


def tell_of_suspension_by(teller: Teller) -> None:
    """Let `teller` tell a person what has happened and why, in the open transaction. Called when applications load."""
    if teller not in _tellers:
        _tellers.append(teller)


def tell_of_suspension(user_id: int, turn: Turn, reason: str) -> None:
    """Tell the person."""
    for tell in _tellers:
        tell(user_id, turn, reason)
