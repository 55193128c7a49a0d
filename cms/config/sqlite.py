"""Puts the SQLite of the pysqlite3 wheel in the place of Python's own, before Django looks for it.

AlmaLinux 8 links Python against SQLite 3.26 (Django needs 3.31), and every SQLite before 3.51.3 can lose
commits in WAL mode with several connections.
"""

from __future__ import annotations

import sys

import pysqlite3

REQUIRED = (3, 51, 3)


class SQLiteTooOld(SystemExit):
    """The SQLite found could lose data; the message says what to do."""


def use_bundled_sqlite() -> None:
    """Make `import sqlite3` mean the bundled one; stop the start when that is too old."""
    found = tuple(int(part) for part in pysqlite3.sqlite_version.split("."))
    if found < REQUIRED:
        needed = ".".join(map(str, REQUIRED))
        message = (
            f"SQLite {pysqlite3.sqlite_version} can lose committed data (WAL, several connections); "
            f"{needed} or newer is needed. Install the locked requirements again: make setup"
        )
        raise SQLiteTooOld(message)
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
