"""The publisher's loop: sees what changed, builds, grants the wishes of commands, and never gives up."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from sitegen.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sitegen.publisher import Publisher
    from sitegen.report import Report
    from sitegen.wishes import Wishes

log = logging.getLogger("cataloro.publisher")

POLL = 0.2
"""Seconds between two looks at the outbox and the wishes."""

_FIRST_PAUSE = 2.0
_LONGEST_PAUSE = 60.0


class ThemeWatch(FileSystemEventHandler):
    """Notes when a file of the theme was touched."""

    def __init__(self, theme: Path) -> None:
        self.touched = threading.Event()
        self._observer = Observer()
        self._observer.schedule(self, str(theme), recursive=True)
        self._observer.daemon = True
        self._observer.start()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Any change counts, reading does not."""
        if event.event_type in ("created", "modified", "moved", "deleted"):
            self.touched.set()

    def stop(self) -> None:
        """End the watching thread."""
        self._observer.stop()
        self._observer.join()


class Loop:
    """Publishes until asked to stop. `pending` says cheaply whether the outbox holds anything."""

    def __init__(
        self, publisher: Publisher, wishes: Wishes, *, pending: Callable[[], bool], grant: Callable[..., Report]
    ) -> None:
        self._publisher = publisher
        self._wishes = wishes
        self._pending = pending
        self._grant = grant
        self._pause = 0.0
        self._quiet_until = 0.0

    def run(self, stop: threading.Event, touched: threading.Event) -> None:
        """Loop until `stop`. `touched` is set by whoever sees the theme change."""
        touched.set()
        while not stop.is_set():
            self._grant_wishes()
            if time.monotonic() >= self._quiet_until and (touched.is_set() or self._something_pending()):
                touched.clear()
                self._publish(touched)
            stop.wait(POLL)

    def _something_pending(self) -> bool:
        try:
            return not self._publisher.releases.held and self._pending()
        except Exception as error:  # noqa: BLE001 (whatever a database away raises: the site stays, we try again)
            self._back_off(f"the database does not answer: {error}")
            return False

    def _publish(self, touched: threading.Event) -> None:
        try:
            report = self._publisher.bring_up_to_date()
        except PublishError as error:
            touched.set()
            self._back_off(str(error))
        except Exception as error:  # (see above)
            touched.set()
            log.exception("publishing failed")
            self._back_off(str(error))
        else:
            self._pause = 0.0
            if report.mode != "incremental":
                _tell(report)

    def _back_off(self, reason: str) -> None:
        self._pause = min(_LONGEST_PAUSE, self._pause * 2 or _FIRST_PAUSE)
        self._quiet_until = time.monotonic() + self._pause
        log.error("%s (the live site stays as it is; next try in %.0f s)", reason, self._pause)

    def _grant_wishes(self) -> None:
        for name, wish in self._wishes.take():
            answer: dict[str, Any]
            try:
                report = self._grant(**wish)
                _tell(report)
                answer = {"report": report.as_json()}
            except PublishError as error:
                answer = {"error": str(error)}
            except Exception as error:  # (see above)
                log.exception("a wish could not be granted")
                answer = {"error": str(error)}
            self._wishes.grant(name, answer)


def _tell(report: Report) -> None:
    log.info(
        "live: release %s (%s), %d outputs, %d changed, %d removed, %.2f s",
        report.release,
        report.mode,
        report.outputs,
        report.written,
        report.removed,
        report.seconds,
    )
