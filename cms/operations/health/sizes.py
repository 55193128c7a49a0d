"""How much is stored, without counting what is large."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its rows (an estimate on PostgreSQL) and its size in bytes with its indexes."""

    name: str
    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class Disk:
    """A folder of the shop, and what is free on its disk, in bytes."""

    name: str
    folder: str
    free: int
    total: int


@dataclass(frozen=True, slots=True)
class SlowQuery:
    """A statement with how often it ran and its mean time in milliseconds."""

    statement: str
    calls: int
    mean: float


def database_size() -> int:
    """In bytes."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def tables() -> list[Table]:
    """All of them, the largest first. On SQLite without sizes."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            names = connection.introspection.table_names(cursor)
            found = [Table(name, _sqlite_rows(cursor, name), 0) for name in names]
            return sorted(found, key=lambda one: (-one.rows, one.name))
        cursor.execute(
            "SELECT relname, GREATEST(reltuples, 0)::bigint, pg_total_relation_size(oid) FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 3 DESC, 1"
        )
        return [Table(*row) for row in cursor.fetchall()]


def _sqlite_rows(cursor: Any, table: str) -> int:
    """The count; SQLite walks the smallest index for it."""
    cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 (the database's own names)
    return int(cursor.fetchone()[0])


def disks() -> list[Disk]:
    """The three folders."""
    found = []
    for name in ("DATA_DIR", "MEDIA_DIR", "BUILD_DIR"):
        folder = Path(getattr(settings, name))
        usage = shutil.disk_usage(folder)
        found.append(Disk(name, str(folder), usage.free, usage.total))
    return found


def slow_queries(*, most: int = 10) -> Sequence[SlowQuery] | None:
    """The slowest statements by their mean, or None when the database does not write them down."""
    if connection.vendor == "sqlite":
        return None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT query, calls, mean_exec_time FROM pg_stat_statements "
                "WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) "
                "ORDER BY mean_exec_time DESC LIMIT %s",
                [most],
            )
            return [SlowQuery(str(query)[:400], int(calls), float(mean)) for query, calls, mean in cursor.fetchall()]
    except DatabaseError:
        return None
