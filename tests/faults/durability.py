"""A model of a loss of power: what was not brought to the disk in time is lost, at the worst of moments.

A file's content is safe after an fsync of the file; its name, or its absence, after an fsync of the folder.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cms.api import changes


class Journal:
    """Watches what this process does below `folder`, and knows what a loss of power would undo."""

    def __init__(self, folder: Path) -> None:
        self.at_risk: dict[str, str] = {}
        """Path → what would be lost."""
        self.lost: list[str] = []
        """What was at risk when the outbox was told that all is live."""
        self._folder = str(folder)
        self._names: dict[int, str] = {}

    def install(self) -> None:
        """From here on, in this process. There is no way back: let the process end."""
        self._watch("open", self._opened)
        self._watch("write", lambda handle, *_: self._content(handle))
        self._watch("fsync", self._synced)
        for name in ("rename", "replace"):
            self._watch(name, self._renamed)
        for name in ("unlink", "rmdir"):
            self._watch(name, lambda path, *_: self._name(path, "its removal"))
        self._watch("mkdir", lambda path, *_: self._name(path, "the folder"))
        self._watch("symlink", lambda _, path, *__: self._name(path, "the link"))
        self._watch("sync", self.at_risk.clear)
        self._watch_acknowledgement()

    def _watch(self, name: str, note: Callable[..., None]) -> None:
        call = getattr(os, name)

        def watched(*given: Any, **more: Any) -> Any:
            result = call(*given, **more)
            if name == "open":
                note(result, *given)
            else:
                note(*given)
            return result

        setattr(os, name, watched)

    def _watch_acknowledgement(self) -> None:
        acknowledge = changes.acknowledge

        def watched(*given: Any, **more: Any) -> None:
            self.lost += [f"{what} of {path}" for path, what in sorted(self.at_risk.items())]
            acknowledge(*given, **more)

        changes.acknowledge = watched

    def _opened(self, handle: int, path: Any, flags: int, *_: Any) -> None:
        self._names[handle] = os.fspath(path)
        if flags & os.O_CREAT:
            self._content(handle)

    def _content(self, handle: int) -> None:
        path = self._names.get(handle, "")
        if self._is_ours(path):
            self.at_risk[path] = "the content"

    def _synced(self, handle: int) -> None:
        path = str(Path(f"/proc/self/fd/{handle}").readlink())
        self.at_risk.pop(path, None)
        if Path(path).is_dir():
            for one in [one for one, what in self.at_risk.items() if what != "the content"]:
                if str(Path(one).parent) == path:
                    del self.at_risk[one]

    def _renamed(self, source: Any, target: Any) -> None:
        source, target = os.fspath(source), os.fspath(target)
        if not self._is_ours(target):
            return
        # A file that is renamed before its content is safe may be there, and empty.
        is_empty = self.at_risk.pop(source, "") == "the content"
        self.at_risk[target] = "the content" if is_empty else "the name"

    def _name(self, path: Any, what: str) -> None:
        path = os.fspath(path)
        if not self._is_ours(path):
            return
        if what == "its removal" and self.at_risk.get(path) == "the content":
            del self.at_risk[path]  # It never was to stay.
            return
        self.at_risk[path] = what

    def _is_ours(self, path: str) -> bool:
        return path.startswith(self._folder)
