"""Rows of a query as the database gives them: for bulk reading, where the ORM's conversions cost twice the query."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connections

if TYPE_CHECKING:
    from django.db.models import QuerySet


def rows_of(query: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """All rows of a `values_list` query. Times may lack their zone, see `in_utc`; JSON is text."""
    try:
        sql, values = query.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connections[query.db].cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def in_utc(when: datetime) -> datetime:
    """The time with its zone: SQLite keeps times in UTC, and does not say so."""
    return when if when.tzinfo is not None else when.replace(tzinfo=UTC)
