"""How the commands speak, and which release they belong to."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

RELEASE = Path(__file__).resolve().parents[3]


def say(line: str) -> None:
    """One line with the time, at once."""
    now = datetime.now().astimezone().strftime("%H:%M:%S")
    with suppress(OSError):  # The connection of whoever typed is gone, and the work goes on.
        print(f"{now}  {line}", flush=True)  # noqa: T201 (what it is for)
