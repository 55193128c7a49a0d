"""Puts the triggers into the database and takes them out: they note what changed in the transaction that changed it.

They come out before migrations (SQLite rebuilds tables, and a watched column could not be removed) and go in
after them. A restore, or a migration that failed, leaves none: so the publisher asks here at its start as well.
"""

from __future__ import annotations

from types import ModuleType

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from cms.changes import outbox, postgresql_triggers, sqlite_triggers
from cms.changes.statements import Statement
from cms.changes.tables import watched_tables

_DIALECTS: dict[str, ModuleType] = {"sqlite": sqlite_triggers, "postgresql": postgresql_triggers}


def remove_triggers(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Take all triggers out."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        _DIALECTS[connection.vendor].remove(cursor)


def ensure_triggers(*, using: str = DEFAULT_DB_ALIAS, because: str) -> bool:
    """Make the triggers as declared. When they were not, changes may have gone unseen: ask for a full build.

    Returns whether anything had to be done. Does nothing while the outbox has no table.
    """
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        wanted = _wanted(connection, cursor)
        dialect = _DIALECTS[connection.vendor]
        if not wanted or dialect.installed(cursor) == {one.name: one.fingerprint for one in wanted}:
            return False
        dialect.remove(cursor)
        for one in wanted:
            cursor.execute(one.sql)
        outbox.note_everything(because)
    return True


def triggers_are_complete(*, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether every trigger is there as declared."""
    connection = connections[using]
    with connection.cursor() as cursor:
        wanted = {one.name: one.fingerprint for one in _wanted(connection, cursor)}
        return bool(wanted) and _DIALECTS[connection.vendor].installed(cursor) == wanted


def _wanted(connection: BaseDatabaseWrapper, cursor: CursorWrapper) -> list[Statement]:
    tables = list(watched_tables(connection, cursor))
    found: list[Statement] = _DIALECTS[connection.vendor].statements(tables) if tables else []
    return found
