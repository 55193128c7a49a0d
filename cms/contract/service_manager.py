"""Tells systemd that a service is ready and alive, by the socket that NOTIFY_SOCKET names; nothing without one."""

from __future__ import annotations

import contextlib
import os
import socket
import time

_EVERY = 20.0
"""Seconds between two signs of life. The units allow a quarter of an hour."""


def ready() -> None:
    """The service does its work from here on."""
    _tell("READY=1")


class Heartbeat:
    """Called from within the loop that does the work, as often as one likes, and from nowhere else: so it is true."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self) -> None:
        """Say that the work goes on."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _EVERY
            _tell("WATCHDOG=1")


def _tell(state: str) -> None:
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    # What is told is a help for systemd: the work does not depend on it.
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.connect("\0" + address[1:] if address.startswith("@") else address)
        channel.sendall(state.encode())
