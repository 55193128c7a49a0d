"""The web server of a shop as it is deployed: real gunicorn with several workers, each a process of its own."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.running import free_port, running, wait_for_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WORKERS = 4
THREADS = 4


@dataclass(frozen=True, slots=True)
class Web:
    """A server that listens."""

    port: int
    pid: int
    log: Path

    def workers(self) -> list[int]:
        """The numbers of the processes that answer."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                state, parent = stat.read_text().rpartition(")")[2].split()[:2]
                if int(parent) == self.pid and state != "Z":
                    found.append(int(stat.parent.name))
        return sorted(found)

    def kill_workers(self) -> None:
        """kill -9 for each of them; gunicorn starts others."""
        for worker in self.workers():
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)

    def faults(self) -> list[str]:
        """What it wrote that it should not have: lines of its log that tell of an error."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        bad = ("ERROR", "CRITICAL", "Traceback")
        return [one for one in lines if any(word in one for word in bad) and "sent SIGKILL" not in one]


@contextmanager
def web_server(environment: Mapping[str, str], folder: Path, *, workers: int = WORKERS) -> Iterator[Web]:
    """gunicorn with the app of the shop whose environment this is; its log lies in `folder`."""
    port, log = free_port(), folder / f"web-{free_port()}.log"
    command = [sys.executable, "-m", "gunicorn", "cms.config.wsgi", "--no-control-socket", "--log-level", "warning"]
    kind = ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(THREADS)]
    bind = ["--bind", f"127.0.0.1:{port}", "--graceful-timeout", "4"]
    with running([*command, *kind, *bind], log=log, environment=dict(environment)) as process:
        wait_for_port(port, log)
        yield Web(port, process.pid, log)
