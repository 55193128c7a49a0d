"""Processes that share a stream of work. They are forked, so that they have the theme and the chrome for nothing."""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from multiprocessing.connection import wait
from multiprocessing.reduction import ForkingPickler
from typing import TYPE_CHECKING, Generic, TypeVar

from sitegen.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

Work = TypeVar("Work")
Result = TypeVar("Result")

_AHEAD = 3
"""Pieces of work a process holds at once, so that none waits for the one that hands out."""

_IDLE = 0.1
"""Seconds without a result after which the one that waits may do something else."""

_GIVES_WAY = 5
"""How much less urgent this work is than what people wait for: a page, or a small change beside the build."""

_FAREWELL = 1.0
"""Seconds to wait for the exit code of a process whose pipe is closed already."""


class WorkerDied(PublishError):
    """A process ended in the middle of its work: killed, or out of memory."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(f"a rendering process ended unexpectedly (exit code {exit_code}); is there memory left?")


class Crew(Generic[Work, Result]):
    """Does pieces of work in `jobs` processes; with one job, in this one.

    `prepare` runs once in each new process. Use as a context manager: the processes end with it, also when this
    one is killed.
    """

    def __init__(self, do: Callable[[Work], Result], *, jobs: int, prepare: Callable[[], None]) -> None:
        self._do = do
        self._jobs = jobs
        self._prepare = prepare
        self._members: dict[Connection, multiprocessing.process.BaseProcess] = {}

    def __enter__(self) -> Crew[Work, Result]:
        if self._jobs > 1:
            context = multiprocessing.get_context("fork")
            for _ in range(self._jobs):
                ours, theirs = context.Pipe()
                process = context.Process(target=self._serve, args=(theirs, [*self._members, ours]), daemon=True)
                process.start()
                theirs.close()
                self._members[ours] = process
        return self

    def __exit__(self, *_: object) -> None:
        for connection, process in self._members.items():
            connection.close()
            process.terminate()
        for process in self._members.values():
            process.join()
        self._members.clear()

    def results(self, pieces: Iterator[Work], *, idle: Callable[[], None] = lambda: None) -> Iterator[Result]:
        """The results, in the order in which they come in. An error of a worker is raised here.

        `idle` is called again and again while none does.
        """
        if not self._members:
            yield from map(self._do, pieces)
            return
        held = dict.fromkeys(self._members, 0)
        processes = {process.sentinel: process for process in self._members.values()}
        more = True
        while True:
            for connection in held:
                while more and held[connection] < _AHEAD:
                    piece = next(pieces, None)
                    if piece is None:
                        more = False
                        break
                    self._hand(connection, piece)
                    held[connection] += 1
            if not any(held.values()):
                return
            ready = wait([*(one for one in held if held[one]), *processes], timeout=_IDLE)
            if not ready:
                idle()
            for connection in [one for one in held if one in ready]:
                yield self._answer(connection)
                held[connection] -= 1
            for sentinel in [one for one in ready if isinstance(one, int)]:
                raise WorkerDied(processes[sentinel].exitcode)

    def _hand(self, connection: Connection, piece: Work) -> None:
        try:
            connection.send(piece)
        except OSError:
            raise self._died(connection) from None

    def _died(self, connection: Connection) -> WorkerDied:
        process = self._members[connection]
        process.join(timeout=_FAREWELL)
        return WorkerDied(process.exitcode)

    def _answer(self, connection: Connection) -> Result:
        result: Result
        error: Exception | None
        try:
            result, error = connection.recv()
        except (EOFError, OSError):
            raise self._died(connection) from None
        if error is not None:
            raise error
        return result

    def _serve(self, connection: Connection, others: list[Connection]) -> None:
        # Copies of the other ends would keep the pipes open after the parent's death.
        for other in others:
            other.close()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.nice(_GIVES_WAY)
        self._prepare()
        while True:
            try:
                piece = connection.recv()
            except (EOFError, OSError):
                os._exit(0)
            try:
                self._reply(connection, piece)
            except OSError:
                os._exit(0)

    def _reply(self, connection: Connection, piece: Work) -> None:
        try:
            answer: tuple[Result | None, Exception | None] = (self._do(piece), None)
        except Exception as error:  # noqa: BLE001 (whatever it is, the parent must hear of it)
            if not isinstance(error, PublishError):
                error.add_note(traceback.format_exc())
            answer = (None, _able_to_travel(error))
        connection.send(answer)


def _able_to_travel(error: Exception) -> Exception:
    """The error, or its text where a library's error does not survive the way to another process."""
    try:
        ForkingPickler.loads(ForkingPickler.dumps(error))
    except Exception:  # noqa: BLE001 (there is no telling what it raises)
        return PublishError("".join(traceback.format_exception(error)))
    return error
