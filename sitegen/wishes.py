"""How a command asks the publisher that watches: a wish is a file, the answer another. They survive either's death."""

from __future__ import annotations

import json
import time
import uuid
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sitegen.writer import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_UNREAD = 3600.0
"""Seconds after which nobody comes for an answer any more."""


class Wishes:
    """The folder `BUILD_DIR/wishes`.

    A wish stays until it is answered: when the publisher dies over it, the next one finds it again. It holds the
    time at which its maker stops waiting; later nobody wants it any more.
    """

    def __init__(self, build_dir: Path) -> None:
        self._folder = build_dir / "wishes"

    def make(self, wish: dict[str, Any], *, wait: float) -> str:
        """Ask for something, and wait for `wait` seconds; returns the name under which the answer will be."""
        name = uuid.uuid4().hex
        body = json.dumps({"wish": wish, "until": time.time() + wait})
        replace_file(self._folder / f"{name}.wish", body.encode())
        return name

    def withdraw(self, name: str) -> None:
        """Take a wish back. A publisher that is at it already finishes it and tells nobody."""
        for ending in ("wish", "answer"):
            (self._folder / f"{name}.{ending}").unlink(missing_ok=True)

    def answer_to(self, name: str) -> dict[str, Any] | None:
        """The answer, taken away with the reading; None while there is none."""
        try:
            answer: dict[str, Any] = json.loads((self._folder / f"{name}.answer").read_text())
        except FileNotFoundError:
            return None
        self.withdraw(name)
        return answer

    def is_answered(self, name: str) -> bool:
        """Whether an answer lies there."""
        return (self._folder / f"{name}.answer").exists()

    def open(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The wishes that wait, oldest first. For the one publisher there is; what nobody waits for goes."""
        if not self._folder.is_dir():
            return
        now = time.time()
        waiting: list[tuple[float, str, dict[str, Any]]] = []
        for file in self._folder.iterdir():
            with suppress(FileNotFoundError):  # Withdrawn at this moment.
                made = file.stat().st_mtime
                wish = _wish_in(file, now) if file.suffix == ".wish" else None
                if wish is not None and not file.with_suffix(".answer").exists():
                    waiting.append((made, file.stem, wish))
                elif file.suffix == ".wish" or now - made > _UNREAD:
                    file.unlink()
        for _, name, wish in sorted(waiting, key=lambda one: one[:2]):
            yield name, wish

    def grant(self, name: str, answer: dict[str, Any]) -> None:
        """Answer a wish: `{"report": …}` or `{"error": "…"}`. One that was withdrawn gets no answer."""
        wish = self._folder / f"{name}.wish"
        if wish.exists():
            replace_file(self._folder / f"{name}.answer", json.dumps(answer).encode())
            wish.unlink(missing_ok=True)


def _wish_in(file: Path, now: float) -> dict[str, Any] | None:
    """The wish of a file; None for one that is past its time or says nothing."""
    try:
        found = json.loads(file.read_text())
        wish, until = found["wish"], float(found["until"])
    except (ValueError, TypeError, KeyError):
        return None
    return wish if isinstance(wish, dict) and now <= until else None
