"""Puts the SQLite of the pysqlite3 wheel in the place of Python's own, before Django looks for it.

AlmaLinux 8 links Python against SQLite 3.26 (Django needs 3.31), and every SQLite before 3.51.3 can lose
commits in WAL mode with several connections.
"""

from __future__ import annotations

import sys

import pysqlite3

REQUIRED = (3, 51, 3)


class SQLiteTooOld(Exception):
    """The SQLite found could lose data; the message says what to do."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"Cataloro does not start: SQLite {found} can lose committed data (WAL, several connections); "
            f"{'.'.join(map(str, REQUIRED))} or newer is needed. Install the locked requirements again: make setup"
        )


def is_too_old(version: str) -> bool:
    """Whether this version, as in "3.26.0", could lose data."""
    return tuple(int(part) for part in version.split(".")) < REQUIRED


def use_bundled_sqlite() -> None:
    """Make `import sqlite3` mean the bundled one. Raises SQLiteTooOld."""
    if is_too_old(pysqlite3.sqlite_version):
        raise SQLiteTooOld(pysqlite3.sqlite_version)
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
