"""Adds numbers to the stored ones: one statement for each kind, in an order that keeps two counters from waiting for
each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, models

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of `model` are known by `keys`; `sums` are added up."""

    model: type[models.Model]
    keys: tuple[str, ...]
    sums: tuple[str, ...] = ("views",)

    def add(self, numbers: Mapping[Row, Sequence[int]]) -> None:
        """Add these numbers to the rows with these keys, which are made when they are not there."""
        if not numbers:
            return
        rows: list[Any] = [(*map(stored, key), *numbers[key]) for key in sorted(numbers)]
        with connection.cursor() as cursor:
            cursor.executemany(self._statement(), rows)

    def _statement(self) -> str:
        table = self.model._meta.db_table  # noqa: SLF001 (Django's documented API)
        columns = (*self.keys, *self.sums)
        added = ", ".join(f"{one} = {table}.{one} + excluded.{one}" for one in self.sums)
        return (
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))}) "  # noqa: S608
            f"ON CONFLICT ({', '.join(self.keys)}) DO UPDATE SET {added}"
        )


def stored(value: object) -> object:
    """As Django stores it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
