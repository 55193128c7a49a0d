"""What a publication did, in numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

SHOWN_WRONG = 100


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts of some outputs, and what is worth a second look in them. Tallies add up.

    `wrong` are (page, what is wrong); `emails` maps addresses seen to the first page that shows them.
    """

    outputs: int = 0
    bytes: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)
    emails: dict[str, str] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Take another tally in. Of what is wrong only the first hundred are kept."""
        self.outputs += other.outputs
        self.bytes += other.bytes
        self.new += other.new
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.wrong += other.wrong[: max(0, SHOWN_WRONG - len(self.wrong))]
        for address, page in other.emails.items():
            self.emails.setdefault(address, page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of `publish`, as its JSON has it. `seconds` is wall time."""

    mode: str
    release: str | None
    outputs: int = 0
    rendered: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    held: int = 0
    bytes: int = 0
    seconds: float = 0.0
    differing: list[str] | None = None

    def as_json(self) -> dict[str, Any]:
        """The keys of the contract; `differing` only where something was compared, `held` where removals wait."""
        values = asdict(self)
        if self.differing is None:
            del values["differing"]
        if not self.held:
            del values["held"]
        return values
