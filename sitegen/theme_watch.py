"""Notices that somebody works on the theme: a hint to look at once, while its fingerprint tells what really changed."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from sitegen.errors import ThemeError

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger("cataloro.publisher")


class ThemeWatch(FileSystemEventHandler):
    """Sets `touched` when a file of the theme was touched."""

    def __init__(self, theme: Path) -> None:
        self.touched = threading.Event()
        self._observer = Observer()
        self._observer.schedule(self, str(theme), recursive=True)
        self._observer.daemon = True
        try:
            self._observer.start()
        except FileNotFoundError:
            raise ThemeError(f"there is no theme at {theme}") from None
        except OSError as error:
            log.warning("changes of the theme will not be noticed: %s", error)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Any change counts, reading does not."""
        if event.event_type in ("created", "modified", "moved", "deleted"):
            self.touched.set()

    def stop(self) -> None:
        """End the watching thread."""
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join()
