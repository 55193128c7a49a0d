"""Tells on a terminal how far a long command is; stays silent everywhere else."""

from __future__ import annotations

import time
from typing import TextIO

_EVERY_SECONDS = 0.2


class TerminalProgress:
    """One line that is written over, on `stream`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shows = stream.isatty()
        self._next = 0.0
        self._width = 0

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show how far `what` is; `total` is 0 when that is unknown."""
        if not self._shows or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _EVERY_SECONDS
        count = f": {done:,} of {total:,}" if total else (f": {done:,}" if done else "")
        self._write(f"{what}{count} …")

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            self._write("")
            self._stream.write("\r")
            self._stream.flush()

    def _write(self, text: str) -> None:
        self._stream.write(f"\r{text:<{self._width}}")
        self._stream.flush()
        self._width = len(text)
