"""How a command asks the publisher that watches: a wish is a file, the answer another. They survive either's death."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from sitegen.writer import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Wishes:
    """The folder `BUILD_DIR/wishes`."""

    def __init__(self, build_dir: Path) -> None:
        self._folder = build_dir / "wishes"

    def make(self, wish: dict[str, Any]) -> str:
        """Ask for something; returns the name under which the answer will be."""
        name = uuid.uuid4().hex
        replace_file(self._folder / f"{name}.wish", json.dumps(wish).encode())
        return name

    def withdraw(self, name: str) -> bool:
        """Take a wish back. False when a publisher has it already."""
        try:
            (self._folder / f"{name}.wish").unlink()
        except FileNotFoundError:
            return False
        return True

    def answer_to(self, name: str) -> dict[str, Any] | None:
        """The answer, taken away with the reading; None while there is none."""
        file = self._folder / f"{name}.answer"
        try:
            answer: dict[str, Any] = json.loads(file.read_text())
        except FileNotFoundError:
            return None
        file.unlink(missing_ok=True)
        return answer

    def take(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The wishes there are, oldest first; each is taken by being read."""
        found = self._folder.glob("*.wish") if self._folder.is_dir() else ()
        for file in sorted(found, key=lambda one: one.stat().st_mtime_ns):
            try:
                wish: dict[str, Any] = json.loads(file.read_text())
                file.unlink()
            except (FileNotFoundError, ValueError):
                continue
            yield file.stem, wish

    def grant(self, name: str, answer: dict[str, Any]) -> None:
        """Answer a wish: `{"report": …}` or `{"error": "…"}`."""
        replace_file(self._folder / f"{name}.answer", json.dumps(answer).encode())
