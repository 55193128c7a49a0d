"""What was found, line by line, as a table: each line says whether it is as it has to be."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field

from tests.deploy.whole.visitors import Crowd


@dataclass
class Figures:
    """All lines."""

    rows: list[tuple[str, str, bool]] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    def note(self, what: str, figure: object, *, holds: bool = True) -> None:
        """One line, shown at once."""
        self.rows.append((what, str(figure), holds))
        sys.stderr.write(f"{time.monotonic() - self.begun:6.0f} s  {'ok  ' if holds else 'FAIL'}  {what}: {figure}\n")
        sys.stderr.flush()

    def note_crowd(self, when: str, crowd: Crowd, *, may_fail: frozenset[str] = frozenset()) -> None:
        """How many answers each kind of visitors got, and how many failed."""
        for name, one in crowd.tallies.items():
            words = f"{one.asked} answers, {len(one.failures)} failed, longest {one.longest:.1f} s"
            words += f", {one.reopened} connections opened again" if one.reopened else ""
            self.note(f"{when}: {name}", words, holds=one.asked > 0 and (not one.failures or name in may_fail))
            for failure in one.failures[:5] if name not in may_fail else ():
                sys.stderr.write(f"               {failure}\n")

    @property
    def hold(self) -> bool:
        """Whether all lines are as they have to be."""
        return all(holds for _, _, holds in self.rows)

    def table(self) -> str:
        """All lines."""
        width = max(len(what) for what, _, _ in self.rows)
        return "".join(
            f"{'ok  ' if holds else 'FAIL'}  {what:{width}}  {figure}\n" for what, figure, holds in self.rows
        )
