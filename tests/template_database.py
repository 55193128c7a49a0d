"""The migrated, empty database of a run. Made once; processes and tests that commit get copies of it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from abc import ABC, abstractmethod
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase

from cms.config.environment import BASE_DIR


class TemplateDatabase(ABC):
    """The template of the default connection's engine."""

    def __init__(self, run_folder: Path) -> None:
        self.run_folder = run_folder

    @abstractmethod
    def exists(self) -> bool: ...

    @abstractmethod
    def create_empty(self) -> None: ...

    @abstractmethod
    def save(self) -> None:
        """Make what the connection has the template."""

    @abstractmethod
    def load(self) -> None:
        """Make the connection's database a fresh copy of the template."""

    def make_once(self, *, migrated_before: Path) -> None:
        """Give this process its database; the first process of a run migrates, the others wait and copy."""
        with _locked(self.run_folder / "template.lock"):
            if self.exists():
                self.load()
                return
            self.create_empty()
            self.migrate(kept_in=migrated_before)
            close_connections()
            self.save()

    def migrate(self, *, kept_in: Path) -> None:  # noqa: ARG002 (PostgreSQL keeps nothing between runs)
        """Run all migrations; `kept_in` is a folder that outlives the run."""
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)


class SQLiteTemplate(TemplateDatabase):
    """Copies files."""

    @property
    def path(self) -> Path:
        return self.run_folder / "template.sqlite3"

    @property
    def own(self) -> Path:
        return Path(connection.settings_dict["NAME"])

    def exists(self) -> bool:
        return self.path.exists()

    def create_empty(self) -> None:
        self.remove_own()

    def save(self) -> None:
        shutil.copyfile(self.own, self.path)

    def load(self) -> None:
        close_connections()
        self.remove_own()
        shutil.copyfile(self.path, self.own)

    def remove_own(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.own}{suffix}").unlink(missing_ok=True)

    def migrate(self, *, kept_in: Path) -> None:
        """Start from the result of an earlier run with the same migrations, so that only `post_migrate` has work."""
        kept = kept_in / f"{_digest_of_migrations()}.sqlite3"
        if kept.exists():
            shutil.copyfile(kept, self.own)
        super().migrate(kept_in=kept_in)
        if not kept.exists():
            close_connections()
            new = kept.with_suffix(f".{os.getpid()}")
            shutil.copyfile(self.own, new)
            new.replace(kept)
            _keep_newest(kept_in, count=4)


class PostgreSQLTemplate(TemplateDatabase):
    """Lets the server copy."""

    name = "template_of_run"

    @property
    def own(self) -> str:
        return str(connection.settings_dict["NAME"])

    def exists(self) -> bool:
        with _maintenance() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name])
            return cursor.fetchone() is not None

    def create_empty(self) -> None:
        with _maintenance() as cursor:
            cursor.execute(f'CREATE DATABASE "{self.own}"')

    def save(self) -> None:
        with _maintenance() as cursor:
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.own}"')

    def load(self) -> None:
        close_connections()
        with _maintenance() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.own}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{self.own}" TEMPLATE "{self.name}"')


def for_default_connection(run_folder: Path) -> TemplateDatabase:
    """The template that fits the database of the settings."""
    kinds = {"sqlite": SQLiteTemplate, "postgresql": PostgreSQLTemplate}
    return kinds[connection.vendor](run_folder)


def reset_instead_of_flush(template: TemplateDatabase) -> None:
    """After a test that commits, put the template back.

    Django would empty all tables, also those that the migrations fill.
    """
    setattr(TransactionTestCase, "_fixture_teardown", lambda _test: template.load())  # noqa: B010 (not in the stubs)


def close_connections() -> None:
    """Let go of the database, so that it can be copied or replaced."""
    connections.close_all()


@contextmanager
def _maintenance():
    with connection._nodb_cursor() as cursor:  # noqa: SLF001 (as Django's own test runner does)
        yield cursor


@contextmanager
def _locked(path: Path):
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _digest_of_migrations() -> str:
    digest = hashlib.sha256()
    # Ours alone, the others' follow from the requirements: elsewhere folders come and go while this looks.
    ours = sorted(
        path for name in ("cms", "commerce", "sitegen") for path in (BASE_DIR / name).glob("**/migrations/*.py")
    )
    for path in [BASE_DIR / "requirements.txt", *ours]:
        digest.update(str(path.relative_to(BASE_DIR)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _keep_newest(folder: Path, *, count: int) -> None:
    for path in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)[count:]:
        path.unlink(missing_ok=True)
