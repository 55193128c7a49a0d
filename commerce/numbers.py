"""Whole numbers that forms send: anybody may send anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 17
"""Digits that every database's 8-byte integer takes."""


def number_in(values: Mapping[str, object], name: str, *, otherwise: int | None = None) -> int | None:
    """The whole number of this name that is not negative; `otherwise` when nothing was sent, None for anything else."""
    text = str(values.get(name, "")).strip()
    if not text:
        return otherwise
    return int(text) if is_number(text) else None


def is_number(text: str) -> bool:
    """Whether this is a whole number, without a sign, that a key can be."""
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST
