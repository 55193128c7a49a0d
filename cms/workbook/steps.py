"""What was planned, kept in a private temporary file until it is done: the memory needed does not grow with it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from typing import Any, Self


class StepSpool:
    """Steps of the sheets, one sheet after the other."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile("w+", encoding="ascii")  # noqa: SIM115 (closed by __exit__)
        self._counts: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, sheet: str, step: dict[str, Any]) -> None:
        """Keep one more step."""
        self._counts[sheet] = self._counts.get(sheet, 0) + 1
        self._file.write(json.dumps(step, separators=(",", ":")) + "\n")

    def __len__(self) -> int:
        return sum(self._counts.values())

    def sheets(self) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
        """Each sheet with its steps, in the order in which they were added; read each to its end."""
        self._file.seek(0)
        for sheet, count in self._counts.items():
            yield sheet, (json.loads(self._file.readline()) for _ in range(count))
