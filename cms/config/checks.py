"""Checks at the start: a database that could lose data, or that lacks what the shop needs, is refused in words."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, connections

from cms.config import sqlite
from cms.config.service_urls import POSTGRESQL, SQLITE

LEAST_POSTGRESQL = 150000


def register_checks() -> None:
    """Ask Django to run them."""
    register(sqlite_is_the_bundled_one)
    register(Tags.database)(postgresql_is_new_enough)


def sqlite_is_the_bundled_one(**_: Any) -> list[CheckMessage]:
    """A program that imports Django before cms.config.start would write with Python's own SQLite."""
    connection: Any = connections[DEFAULT_DB_ALIAS]
    if connection.settings_dict["ENGINE"] != SQLITE:
        return []
    return refused_sqlite(connection.Database.sqlite_version)


def refused_sqlite(found: str) -> list[CheckMessage]:
    """What is wrong with this version of SQLite, if anything."""
    if not sqlite.is_too_old(found):
        return []
    hint = "Start through manage.py or cms.config.wsgi, or call cms.config.start.prepare() before importing Django."
    return [Error(str(sqlite.SQLiteTooOld(found)), hint=hint, id="cataloro.E001")]


def postgresql_is_new_enough(**options: Any) -> list[CheckMessage]:
    """Asks the server, so it runs with `migrate` and `check --database default` only."""
    connection = connections[DEFAULT_DB_ALIAS]
    if DEFAULT_DB_ALIAS not in (options.get("databases") or ()) or connection.settings_dict["ENGINE"] != POSTGRESQL:
        return []
    connection.ensure_connection()
    return refused_postgresql(connection.connection.info.server_version)


def refused_postgresql(found: int) -> list[CheckMessage]:
    """What is wrong with this version (150004 is 15.4) of PostgreSQL, if anything."""
    if found >= LEAST_POSTGRESQL:
        return []
    message = f"PostgreSQL {found // 10_000}.{found % 10_000} is too old; 15 or newer is needed."
    return [Error(message, hint="Upgrade the server, or name another one in DATABASE_URL.", id="cataloro.E002")]
