"""Wakes who waits for a commit: SQLite is asked a hundred times a second, PostgreSQL calls.

For the publisher, and for the keeper of the search's index. It looks at nothing but whether there was a commit, and may
wake for nothing. It never sleeps through one: what was committed between two calls of wait() ends the second at once.
"""

from __future__ import annotations

import logging
import os
import time
from typing import TYPE_CHECKING, Any, Protocol

from django.db import DEFAULT_DB_ALIAS, Error, connections

from cms.changes.postgresql_triggers import CHANNEL

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

log = logging.getLogger("cataloro.publisher")

_POLL = 0.01
_RETRY = 1.0


class _Listener(Protocol):
    def wait(self, timeout: float) -> bool: ...

    def close(self) -> None: ...


class WakeUp:
    """One open connection of its own, made anew when the database was away. For one thread."""

    def __init__(self, *, using: str = DEFAULT_DB_ALIAS) -> None:
        self._using = using
        self._listener: _Listener | None = None
        self._next_try = 0.0
        self._is_away = False

    def wait(self, timeout: float) -> bool:
        """Wait for a commit, for at most `timeout` seconds. True when there was one, or may have been."""
        deadline = time.monotonic() + timeout
        try:
            if self._listener is not None:
                return self._listener.wait(timeout)
            if time.monotonic() >= self._next_try:
                self._listener = _listener_of(connections[self._using].copy())
                self._tell_return()
                return True
        except (Error, OSError) as error:
            self._lose(error)
        time.sleep(max(0.0, deadline - time.monotonic()))
        return False

    def close(self) -> None:
        """Give the connection back; a later wait() opens another."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()

    def _lose(self, error: Exception) -> None:
        self.close()
        self._next_try = time.monotonic() + _RETRY
        if not self._is_away:
            log.warning(
                "the database is away, changes are not noticed until it is back: %s", " ".join(str(error).split())
            )
        self._is_away = True

    def _tell_return(self) -> None:
        if self._is_away:
            log.info("the database is back")
        self._is_away = False


def _listener_of(connection: BaseDatabaseWrapper) -> _Listener:
    try:
        return _Polling(connection) if connection.vendor == "sqlite" else _Called(connection)
    except BaseException:
        connection.close()
        raise


class _Polling:
    """SQLite: the number that rises with each commit of any other connection. This one never writes."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection
        self._file = connection.settings_dict["NAME"]
        self._node = _node_of(self._file)  # Before opening, which would make the file.
        connection.ensure_connection()
        self._raw: Any = connection.connection
        self._seen = self._version()

    def wait(self, timeout: float) -> bool:
        """Ask until the number changes."""
        deadline = time.monotonic() + timeout
        while (version := self._version()) == self._seen:
            left = deadline - time.monotonic()
            if left <= 0:
                if _node_of(self._file) != self._node:
                    raise FileNotFoundError(f"{self._file} is another file now")
                return False
            time.sleep(min(_POLL, left))
        self._seen = version
        return True

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _version(self) -> int:
        with self._connection.wrap_database_errors:
            return int(self._raw.execute("PRAGMA data_version").fetchone()[0])


class _Called:
    """PostgreSQL: the trigger of the outbox notifies with the commit."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        self._raw: Any = connection.connection

    def wait(self, timeout: float) -> bool:
        """Listen. Whatever was called meanwhile counts as one."""
        with self._connection.wrap_database_errors:
            heard = any(True for _ in self._raw.notifies(timeout=timeout, stop_after=1))
            if heard:
                for _ in self._raw.notifies(timeout=0):
                    pass
        return heard

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def _node_of(file: str) -> tuple[int, int]:
    facts = os.stat(file)  # noqa: PTH116 (one call, five times a second)
    return facts.st_dev, facts.st_ino
