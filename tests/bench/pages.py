"""A reader of pages over one open connection, and a look at which files of the served tree are new."""

from __future__ import annotations

import gzip
import http.client
import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.edits import Awaited

PAUSE = 0.002
"""Seconds between two looks at a page: the wait itself must not take the processor away."""


class NeverCame(TimeoutError):
    """A page did not show its edit in time."""


class Reader:
    """Reads pages through Nginx as a browser that has its connection open."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def __call__(self, path: str) -> bytes:
        """The body; of an answer that is no page (404, 410) nothing."""
        self._connection.request("GET", path, headers={"Host": "localhost", "Accept-Encoding": "gzip"})
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            return b""
        return gzip.decompress(body) if answer.getheader("Content-Encoding") == "gzip" else body

    def another(self) -> Reader:
        """One with a connection of its own."""
        return Reader(self._port)

    def wait_for(self, awaited: Awaited, *, patience: float, pause: float = PAUSE) -> float:
        """Look until it is there; the moment (perf_counter). Raises NeverCame."""
        deadline = time.perf_counter() + patience
        while True:
            body = self(awaited.path)
            now = time.perf_counter()
            if awaited.is_in(body):
                return now
            if now > deadline:
                raise NeverCame(f"{awaited.path} did not change within {patience} seconds")
            time.sleep(pause)


Files = dict[str, int]
"""Files of a tree by their path, with the inode: a file that was written anew has another one."""


def files_of(release: Path) -> Files:
    """All that the release consists of."""
    found: Files = {}
    waiting = [str(release)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    found[entry.path] = entry.inode()
    return found


def changed(before: Files, after: Files) -> int:
    """How many files were made, written anew or removed."""
    written = sum(1 for path, inode in after.items() if before.get(path) != inode)
    return written + sum(1 for path in before if path not in after)
