"""The publisher's loop: publishes what changed the moment it did, grants the wishes of commands, and never gives up."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, Protocol

from sitegen.errors import PublishError, Stopped

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from sitegen.report import Report
    from sitegen.wishes import Wishes

log = logging.getLogger("cataloro.publisher")

POLL = 0.2
"""Seconds between two looks at the wishes, and at whether to stop."""

_LOOK = 1.0
"""Seconds after which to look though nothing called: a call can get lost on its way through a proxy."""

_CHORES = 10.0
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0


class Work(Protocol):
    """What the loop drives."""

    def step(self) -> Report | None:
        """Publish some of what waits; None when nothing does. Raises PublishError."""

    def grant(
        self, *, full: bool = False, verify: bool = False, rollback: str | None = None, force: bool = False
    ) -> Report:
        """Do what a command wants. Raises PublishError."""

    def suspect_theme(self) -> None:
        """Somebody touched the theme's files: look whether it is another."""

    def wait(self, timeout: float) -> bool:
        """Wait for a change, for at most so many seconds; whether there may have been one."""

    def newest(self) -> int:
        """The number of the newest change that waits."""

    def chores(self) -> None:
        """What is to be done every few seconds."""

    def trouble(self, reason: str) -> None:
        """Let people see why nothing can be published; empty when it can be again."""


class Loop:
    """Publishes until asked to stop. Whoever runs it holds the publisher's lock."""

    def __init__(
        self,
        work: Work,
        wishes: Wishes,
        *,
        clock: Callable[[], float] = time.monotonic,
        alive: Callable[[], None] = lambda: None,
    ) -> None:
        self._alive = alive
        self._work = work
        self._wishes = wishes
        self._clock = clock
        self._woken = True
        self._next_look = 0.0
        self._next_chores = 0.0
        self._pause = 0.0
        self._quiet_until = 0.0
        self._newest_tried = 0
        self._told = ""

    def run(self, stop: threading.Event, touched: threading.Event) -> None:
        """Loop until `stop`. `touched` is set by whoever sees the theme change."""
        touched.set()
        while not stop.is_set():
            self._alive()
            if not self.turn(touched) and self._work.wait(POLL):
                self._woken = True

    def wake(self) -> None:
        """There may be something new."""
        self._woken = True

    def turn(self, touched: threading.Event) -> bool:
        """Do a part of what there is to do; whether more may be waiting."""
        self._grant_wishes()
        if self._clock() >= self._next_chores:
            self._next_chores = self._clock() + _CHORES
            self._do_chores()
        if touched.is_set():
            touched.clear()
            self._work.suspect_theme()
        elif not self._is_time():
            return False
        self._woken = False
        self._next_look = self._clock() + _LOOK
        return self._step()

    def _is_time(self) -> bool:
        now = self._clock()
        if now >= self._quiet_until:
            return self._woken or self._pause > 0 or now >= self._next_look
        woken, self._woken = self._woken, False
        return woken and self._newest() > self._newest_tried

    def _newest(self) -> int:
        try:
            return self._work.newest()
        except Exception:  # noqa: BLE001 (whatever a database away raises: the pause goes on)
            return 0

    def _step(self) -> bool:
        try:
            report = self._work.step()
        except Stopped as error:
            log.info("%s", error)
            return False
        except PublishError as error:
            self._back_off(str(error))
            return False
        except Exception as error:  # (the loop must outlive what nobody foresaw)
            if str(error) != self._told:
                log.exception("publishing failed")
            self._back_off(str(error) or type(error).__name__)
            return False
        self._succeeded()
        if report is None:
            return False
        _tell(report)
        return True

    def _succeeded(self) -> None:
        if self._pause:
            self._tell_trouble("")
        self._pause = self._quiet_until = 0.0
        self._told = ""

    def _back_off(self, reason: str) -> None:
        # A new change that runs into the same wall before the pause is over makes the pause no longer.
        is_new = self._clock() >= self._quiet_until or reason != self._told
        if is_new:
            self._pause = min(_LONGEST_PAUSE, self._pause * 2 or _FIRST_PAUSE)
            self._quiet_until = self._clock() + self._pause
            log.error("%s (the live site stays as it is; next try in %.0f s)", reason, self._pause)
        if reason != self._told:
            self._tell_trouble(reason)
        self._told = reason
        self._newest_tried = self._newest()

    def _tell_trouble(self, reason: str) -> None:
        try:
            self._work.trouble(reason)
        except Exception as error:  # noqa: BLE001 (the log has it already)
            log.debug("the trouble could not be written down: %s", error)

    def _do_chores(self) -> None:
        try:
            self._work.chores()
        except Exception as error:  # noqa: BLE001 (see _step)
            log.error("the regular jobs could not be done, they are tried again soon: %s", error)  # noqa: TRY400 (told in words)

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
            report = self._work.grant(**wish)
        except Stopped:
            raise
        except PublishError as error:
            log.error("%s", error)  # noqa: TRY400 (told in words)
            return {"error": str(error)}
        except Exception as error:
            log.exception("a wish could not be granted")
            return {"error": str(error)}
        self._succeeded()
        self._woken = True
        _tell(report)
        return {"report": report.as_json()}


def _tell(report: Report) -> None:
    """What was published change by change is told where it is acknowledged."""
    if report.mode == "incremental":
        return
    log.info(
        "live: release %s (%s), %d outputs, %d changed, %d removed, %.2f s",
        report.release,
        report.mode,
        report.outputs,
        report.written,
        report.removed,
        report.seconds,
    )
