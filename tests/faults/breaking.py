"""Breaks what the publisher asks of the operating system: at the n-th call the process dies, or the disk does.

The publication runs in a forked process of its own, so that death is real: nothing is tidied up, no handler runs.
"""

from __future__ import annotations

import errno
import os
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db import connections

from cms.api import changes
from sitegen.errors import PublishError
from sitegen.state import State

_CALLS = ("open", "write", "utime", "fsync", "rename", "replace", "unlink", "rmdir", "mkdir", "symlink", "link")
_NEED_SPACE = frozenset({"open", "write", "mkdir", "symlink", "link"})

REPORTED = 40
"""Exit code of a publication that failed in words, as it should."""

_BROKEN = 41


class Fault(StrEnum):
    """What happens at the n-th call."""

    NONE = "none"
    KILLED = "killed"
    FULL = "full"
    """From then on there is no space."""
    READ_ONLY = "read-only"
    """From then on nothing can be written."""
    ONCE = "once"
    """That call alone fails."""


@dataclass(slots=True)
class Outcome:
    """How the process ended, and how many calls there were before."""

    code: int
    calls: int

    @property
    def was_killed(self) -> bool:
        """Whether it died of the fault."""
        return self.code == -signal.SIGKILL

    @property
    def is_in_words(self) -> bool:
        """Whether it ended well, or with an error for people."""
        return self.code in (0, REPORTED)


class Breaker:
    """Counts the calls that touch `folder`, and breaks at the n-th."""

    def __init__(self, folder: Path, fault: Fault, *, at: int) -> None:
        self.calls = 0
        self._folder = str(folder)
        self._fault = fault
        self._at = at

    def reach(self, name: str) -> None:
        """One more step of the work: it may be the last."""
        self.calls += 1
        if self.calls == self._at and self._fault is Fault.KILLED:
            os.kill(os.getpid(), signal.SIGKILL)
        if self._fails(name):
            number = {Fault.FULL: errno.ENOSPC, Fault.READ_ONLY: errno.EROFS}.get(self._fault, errno.EIO)
            raise OSError(number, os.strerror(number))

    def _fails(self, name: str) -> bool:
        if self._fault is Fault.ONCE:
            return self.calls == self._at and name in _CALLS
        if self.calls < self._at:
            return False
        return name in (_NEED_SPACE if self._fault is Fault.FULL else _CALLS) and self._fault in (
            Fault.FULL,
            Fault.READ_ONLY,
        )

    def install(self) -> None:
        """From here on, in this process, every call goes through us. There is no way back: let the process end."""
        for name in _CALLS:
            setattr(os, name, self._counted(name, getattr(os, name)))
        State.transaction = self._counted_commit(State.transaction)  # type: ignore[method-assign]
        changes.acknowledge = self._counted_call(changes.acknowledge)

    def _counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(what: Any, *others: Any, **more: Any) -> Any:
            if self._is_ours(name, what, others):
                self.reach(name)
            return call(what, *others, **more)

        return counted

    def _is_ours(self, name: str, what: Any, others: tuple[Any, ...]) -> bool:
        if name == "open" and not (others and others[0] & (os.O_WRONLY | os.O_RDWR)):
            return False
        return isinstance(what, int) or any(
            os.fspath(one).startswith(self._folder) for one in (what, *others[:1]) if isinstance(one, (str, Path))
        )

    def _counted_commit(self, transaction: Callable[[State], Any]) -> Any:
        @contextmanager
        def counted(state: State) -> Iterator[None]:
            with transaction(state):
                yield
                self.reach("commit")
            self.reach("committed")

        return counted

    def _counted_call(self, call: Callable[..., None]) -> Callable[..., None]:
        def counted(*given: Any, **more: Any) -> None:
            self.reach("before the acknowledgement")
            call(*given, **more)
            self.reach("after the acknowledgement")

        return counted


def in_a_process(work: Callable[[], object], *, folder: Path, fault: Fault = Fault.NONE, at: int = 0) -> Outcome:
    """Do `work` in a forked process, broken at its n-th call. `folder` is what can break."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work_and_exit(work, Breaker(folder, fault, at=at), writing)
    os.close(writing)
    with os.fdopen(reading) as told:
        said = told.read()
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == _BROKEN:
        raise AssertionError(f"the publication ended without words for people:\n{said}")
    return Outcome(code=code, calls=int(said) if said.isdecimal() else at)


def _work_and_exit(work: Callable[[], object], breaker: Breaker, report: int) -> None:
    code, say, write, leave = 0, "", os.write, os._exit
    try:
        breaker.install()
        work()
        say = str(breaker.calls)
    except PublishError:
        code, say = REPORTED, str(breaker.calls)
    except BaseException:  # noqa: BLE001 (whatever it is, the test must hear of it)
        code, say = _BROKEN, traceback.format_exc()
    finally:
        write(report, say.encode()[-60_000:])
        leave(code)
