"""One shop for one data folder and one port: what stops a second start, in words."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HIGHEST_CLOSED_PORT = 1023


class CannotRun(Exception):
    """The shop cannot start here; the message says why, and what helps."""


@contextlib.contextmanager
def only_run(data_dir: Path, *, address: str) -> Iterator[None]:
    """Be the only run on this folder; `address` is told to whoever comes second. Raises CannotRun.

    The kernel frees the lock with its holder, however that ends.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    handle = os.open(data_dir / "run.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 1000).decode("utf-8", "replace").strip()
            raise CannotRun(f"This shop runs already: {holder}. Stop it there with Ctrl-C first.") from None
        os.ftruncate(handle, 0)
        os.write(handle, f"process {os.getpid()}, {address}\n".encode())
        yield
    finally:
        os.close(handle)


def refuse_taken_port(host: str, port: int) -> None:
    """Raise CannotRun when nobody could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            raise CannotRun(_why_not(error, port)) from error


def _why_not(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Stop that, or choose another port: PORT={port + 1} make run"
    if error.errno == errno.EACCES and port <= _HIGHEST_CLOSED_PORT:
        return f"Only root may listen on port {port}. Choose one from 1024 on: PORT=8000 make run"
    return f"Nothing can listen on port {port}: {error.strerror}."
