"""What a sequence of edits must remember: its clock, its numbers, and the names it has taken away."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass(slots=True)
class Memory:
    """One sequence's. `titles`, `slugs` and `page_slugs` are (id, what it was called before)."""

    count: int = 0
    titles: list[tuple[int, str]] = field(default_factory=list)
    slugs: list[tuple[int, str]] = field(default_factory=list)
    page_slugs: list[tuple[int, str]] = field(default_factory=list)
    theme_is_changed: bool = False

    def number(self) -> int:
        """The next one, so that no two names are alike."""
        self.count += 1
        return self.count

    def now(self) -> datetime:
        """A minute later than the last time."""
        return BEGIN + timedelta(minutes=self.number())
