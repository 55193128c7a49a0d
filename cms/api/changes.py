"""What changed and is not on the site yet, for the publisher."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def pending() -> list[int]:
    """The numbers of all changes there are."""
    return []


def forget(numbers: Iterable[int]) -> None:
    """Take exactly these out; call it after the work is on disk."""
