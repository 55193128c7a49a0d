"""How far a command is, told on standard error."""

from __future__ import annotations

import sys
import time


class Progress:
    """One line that is written anew on a terminal; a few lines elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._on_terminal = sys.stderr.isatty()
        self._open = False
        self._next = 0.0

    def __call__(self, what: str, done: int, of: int) -> None:
        """`done` of so many are made."""
        now = time.monotonic()
        if self._quiet or (now < self._next and done < of):
            return
        self._next = now + (0.2 if self._on_terminal else 5.0)
        if self._on_terminal:
            sys.stderr.write(f"\r\033[K{what}: {done} of {of}")
            self._open = True
        else:
            sys.stderr.write(f"{what}: {done} of {of}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._open:
            sys.stderr.write("\n")
            self._open = False
