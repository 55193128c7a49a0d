"""The two databases: how each is copied while people work, and how a copy takes its place."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.utils.translation import gettext as _

from cms.operations.backup.errors import BackupProblem, RestoreRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_CLIENT_FOLDERS = ("/usr/pgsql-*/bin", "/usr/lib/postgresql/*/bin")
"""Where Red Hat's and Debian's packages put the programs of PostgreSQL when PATH does not lead to them."""
_LOCK_SECONDS = 20
_TABLES_OF_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


@dataclass(frozen=True, slots=True)
class Contents:
    """Of a copy: the number of rows of each table, and the migrations, `<app>.<name>`, that made the tables."""

    rows: dict[str, int]
    migrations: tuple[str, ...]


class Database(Protocol):
    """One kind of database."""

    @property
    def engine(self) -> str:
        """The word for it in a manifest."""

    @property
    def member(self) -> str:
        """The name of its copy in a backup."""

    def dump(self, target: Path) -> Contents:
        """Copy the database, as it is at one moment, into a new file. Raises BackupProblem."""

    def replace(self, copy: Path) -> None:
        """Put a copy in the place of the database. Raises RestoreRefused, and then the database is as before."""


@dataclass(frozen=True)
class SqliteDatabase:
    """A file. SQLite copies it within one read transaction, which stops nobody who writes (write-ahead log)."""

    file: Path
    engine: str = "sqlite"
    member: str = "database.sqlite3"

    def dump(self, target: Path) -> Contents:
        """As Database says."""
        import sqlite3  # noqa: PLC0415 (the bundled one has taken its place only now, see cms.config.sqlite)

        if not self.file.exists():
            raise BackupProblem(_("There is no database yet: %(file)s is missing.") % {"file": self.file})
        source = sqlite3.connect(self.file, timeout=60)
        copy = sqlite3.connect(target)
        try:
            source.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode = DELETE")  # One file, nothing beside it.
            (verdict,) = copy.execute("PRAGMA quick_check").fetchone()
            if verdict != "ok":
                raise BackupProblem(
                    _("The database itself is damaged (%(verdict)s): restore an older backup.") % {"verdict": verdict}
                )
            return _contents(copy.cursor(), [name for (name,) in copy.execute(_TABLES_OF_SQLITE)])
        except sqlite3.Error as error:
            raise BackupProblem(_("The database could not be copied: %(error)s.") % {"error": error}) from error
        finally:
            copy.close()
            source.close()

    def replace(self, copy: Path) -> None:
        """As Database says."""
        connections.close_all()
        self.file.parent.mkdir(parents=True, exist_ok=True)
        staged = self.file.with_name(f"{self.file.name}.restored")
        shutil.copyfile(copy, staged)
        _to_disk(staged)
        # The log of the old file must never be played onto the new one.
        for ending in ("-wal", "-shm"):
            self.file.with_name(self.file.name + ending).unlink(missing_ok=True)
        staged.replace(self.file)
        _to_disk(self.file.parent)


@dataclass(frozen=True)
class PostgresqlDatabase:
    """A database on a server, reached by PostgreSQL's own programs."""

    settings: Mapping[str, Any]
    engine: str = "postgresql"
    member: str = "database.dump"

    def dump(self, target: Path) -> Contents:
        """As Database says: pg_dump reads all tables in one snapshot, and their rows are counted in the same one."""
        own = connections.create_connection("default")
        try:
            with own.cursor() as cursor:
                cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SELECT pg_export_snapshot()")
                (snapshot,) = cursor.fetchone()
                self._run(
                    "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
                    f"--file={target}",
                )  # fmt: skip
                return _contents(cursor, own.introspection.table_names(cursor))
        except DatabaseError as error:
            raise BackupProblem(_("The database could not be copied: %(error)s.") % {"error": error}) from error
        finally:
            own.close()

    def replace(self, copy: Path) -> None:
        """As Database says: all in one transaction, after which the old tables are gone and the new ones are there."""
        connections.close_all()
        script = copy.with_suffix(".sql")
        self._run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(copy), with_database=False)
        before = (
            f"SET lock_timeout = '{_LOCK_SECONDS}s'; SET client_min_messages = warning; "
            "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
        )
        try:
            self._run(
                "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction",
                f"--command={before}", f"--file={script}",
            )  # fmt: skip
        except BackupProblem as problem:
            if "lock timeout" in str(problem):
                raise RestoreRefused(
                    _("The database is in use: stop the shop first (web, publisher, tasks).")
                ) from problem
            raise RestoreRefused(
                _("The database could not be restored and is as it was. %(problem)s") % {"problem": problem}
            ) from problem
        finally:
            script.unlink(missing_ok=True)

    def _run(self, program: str, *arguments: str, with_database: bool = True) -> None:
        given = self.settings
        environment = {**os.environ, "PGPASSWORD": str(given["PASSWORD"] or ""), "PGCONNECT_TIMEOUT": "10"}
        where = {
            "--host": given["HOST"],
            "--port": given["PORT"],
            "--username": given["USER"],
            "--dbname": given["NAME"],
        }
        address = [f"{name}={value}" for name, value in where.items() if value] if with_database else []
        done = subprocess.run(
            [_client(program), *address, *(["--no-password"] if with_database else []), *arguments],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise BackupProblem(
                _("%(program)s says: %(words)s") % {"program": program, "words": done.stderr.strip()[-1000:]}
            )


def present_database() -> Database:
    """The one of the settings."""
    given = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        return SqliteDatabase(Path(given["NAME"]))
    return PostgresqlDatabase(given)


def row_counts() -> dict[str, int]:
    """How many rows each table has now."""
    with connection.cursor() as cursor:
        return _contents(cursor, connection.introspection.table_names(cursor)).rows


def _contents(cursor: Any, tables: Iterable[str]) -> Contents:
    rows = {}
    for table in sorted(tables):
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 (the names are the database's own)
        rows[table] = int(cursor.fetchone()[0])
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return Contents(rows, tuple(f"{app}.{name}" for app, name in cursor.fetchall()))


def _client(program: str) -> str:
    """The newest of that name. Raises BackupProblem."""
    found = [match / program for folder in _CLIENT_FOLDERS for match in Path("/").glob(folder.removeprefix("/"))]
    newest = max((one for one in found if one.exists()), key=_version, default=None)
    path = str(newest) if newest else shutil.which(program)
    if path is None:
        raise BackupProblem(
            _(
                "%(program)s is missing, with which PostgreSQL is saved. On AlmaLinux: dnf install "
                "postgresql; on Debian: apt-get install postgresql-client."
            )
            % {"program": program}
        )
    return path


def _version(program: Path) -> int:
    digits = "".join(one for one in program.parent.parent.name if one.isdecimal())
    return int(digits or 0)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
