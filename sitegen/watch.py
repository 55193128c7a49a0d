"""The publisher's loop: sees what changed, builds, grants the wishes of commands, and never gives up."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from sitegen.errors import PublishError, Stopped, ThemeError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sitegen.report import Report
    from sitegen.wishes import Wishes

log = logging.getLogger("cataloro.publisher")

POLL = 0.2
"""Seconds between two looks at the outbox and the wishes."""

_FIRST_PAUSE = 2.0
_LONGEST_PAUSE = 60.0
_LONGEST_REST = 10.0


class ThemeWatch(FileSystemEventHandler):
    """Notes when a file of the theme was touched."""

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


class Loop:
    """Publishes until asked to stop. `grant` does what a wish says; `pending` says cheaply whether anything changed."""

    def __init__(
        self,
        wishes: Wishes,
        *,
        grant: Callable[..., Report],
        pending: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wishes = wishes
        self._grant = grant
        self._pending = pending
        self._clock = clock
        self._again = False
        self._pause = 0.0
        self._quiet_until = 0.0

    def run(self, stop: threading.Event, touched: threading.Event) -> None:
        """Loop until `stop`. `touched` is set by whoever sees the theme change."""
        touched.set()
        while not stop.is_set():
            self.turn(touched)
            stop.wait(POLL)

    def turn(self, touched: threading.Event) -> None:
        """Look once, and do what there is to do. After a failure only a touch of the theme shortens the pause."""
        self._grant_wishes()
        is_time = self._clock() >= self._quiet_until
        if touched.is_set() or (is_time and (self._again or self._something_pending())):
            touched.clear()
            self._publish()

    def _something_pending(self) -> bool:
        try:
            return self._pending()
        except Exception as error:  # noqa: BLE001 (whatever a database away raises: the site stays, we try again)
            self._back_off(f"the database does not answer: {error}")
            return False

    def _publish(self) -> None:
        try:
            report = self._grant(full=False, verify=False, rollback=None)
        except Stopped as error:
            log.info("%s", error)
        except PublishError as error:
            self._back_off(str(error))
        except Exception as error:  # (see above)
            log.exception("publishing failed")
            self._back_off(str(error))
        else:
            self._succeeded(report)

    def _succeeded(self, report: Report) -> None:
        self._again = False
        self._pause = 0.0
        # While photos arrive one by one, building without a rest would starve those who make them.
        self._quiet_until = self._clock() + min(report.seconds, _LONGEST_REST)
        if report.mode != "incremental":
            _tell(report)

    def _back_off(self, reason: str) -> None:
        self._again = True
        self._pause = min(_LONGEST_PAUSE, self._pause * 2 or _FIRST_PAUSE)
        self._quiet_until = self._clock() + self._pause
        log.error("%s (the live site stays as it is; next try in %.0f s)", reason, self._pause)

    def _grant_wishes(self) -> None:
        try:
            for name, wish in self._wishes.open():
                self._wishes.grant(name, self._answer(wish))
        except Stopped as error:
            # The wish stays: whoever made it does it alone, or the next publisher does.
            log.info("%s", error)
        except (PublishError, OSError) as error:
            log.error("a wish could not be answered: %s", error)  # noqa: TRY400 (told in words)

    def _answer(self, wish: dict[str, Any]) -> dict[str, Any]:
        try:
            report = self._grant(**wish)
        except Stopped:
            raise
        except PublishError as error:
            log.error("%s", error)  # noqa: TRY400 (told in words)
            return {"error": str(error)}
        except Exception as error:
            log.exception("a wish could not be granted")
            return {"error": str(error)}
        self._succeeded(report)
        return {"report": report.as_json()}


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
    if report.mode == "rollback":
        log.warning("publishing waits from here on: nothing new goes live until `publish --full`")
