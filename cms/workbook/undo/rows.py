"""Rows as the database holds them, without a model in between: read to be noted, and written back to the letter."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from django.db.models import Model

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with rows about a subject: `subject` is the column with its id.

    `volatile` columns of subjects that were there before an import are none of its business: what they hold now stays.
    `skipped` ones never change. `kind`: a column and the value that tells rows of this model from others.
    """

    name: str
    key: str
    subject: str
    volatile: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    kind: tuple[str, int] | None = None

    def read(self, ids: Collection[int]) -> dict[int, dict[str, Row]]:
        """The rows about these subjects, by subject and key."""
        found: dict[int, dict[str, Row]] = defaultdict(dict)
        if not ids:
            return found
        marks = ", ".join(["%s"] * len(ids))
        sql = f"SELECT * FROM {_q(self.name)} WHERE {_q(self.subject)} IN ({marks})"  # noqa: S608 (names are ours)
        values: list[Any] = [str(one) if self.kind else one for one in ids]
        if self.kind:
            sql += f" AND {_q(self.kind[0])} = %s"
            values.append(self.kind[1])
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            names = [column[0] for column in cursor.description]
            for values_of_row in cursor:
                row = {
                    name: _plain(value)
                    for name, value in zip(names, values_of_row, strict=True)
                    if name not in self.skipped
                }
                found[int(row[self.subject])][str(row[self.key])] = row
        return found

    def put_back(self, changes: Iterable[tuple[str, Row]]) -> None:
        """Set these columns of rows that are there, by key."""
        with connection.cursor() as cursor:
            for key, row in changes:
                sets = ", ".join(f"{_q(name)} = %s" for name in row)
                cursor.execute(
                    f"UPDATE {_q(self.name)} SET {sets} WHERE {_q(self.key)} = %s",  # noqa: S608 (as above)
                    [*row.values(), key],
                )

    def insert(self, rows: Iterable[Row]) -> None:
        """Bring rows back that are gone, under their old keys."""
        with connection.cursor() as cursor:
            for row in rows:
                names = ", ".join(map(_q, row))
                marks = ", ".join(["%s"] * len(row))
                cursor.execute(f"INSERT INTO {_q(self.name)} ({names}) VALUES ({marks})", [*row.values()])  # noqa: S608 (as above)

    def remove(self, keys: Sequence[str]) -> None:
        """Delete rows."""
        if keys:
            marks = ", ".join(["%s"] * len(keys))
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {_q(self.name)} WHERE {_q(self.key)} IN ({marks})", list(keys))  # noqa: S608 (as above)


def _q(name: str) -> str:
    return connection.ops.quote_name(name)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def references_to(model: type[Model], ids: Collection[int], *, besides: Collection[str]) -> dict[int, dict[str, int]]:
    """How many rows of which other tables refer to each of these, by id."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001 (Django's public name)
        other: Any = relation.related_model
        if not relation.auto_created or relation.concrete or other._meta.db_table in besides:  # noqa: SLF001 (as above)
            continue
        name = relation.field.name  # type: ignore[union-attr]  # What points here has a field.
        counted: dict[int, int] = defaultdict(int)
        for (pk,) in other._base_manager.filter(**{f"{name}__in": ids}).values_list(name):  # noqa: SLF001 (as above)
            counted[pk] += 1
        for pk, count in counted.items():
            found[pk][other._meta.db_table] = found[pk].get(other._meta.db_table, 0) + count  # noqa: SLF001 (as above)
    return found


def as_line(data: Any) -> bytes:
    """One line of JSON."""
    return json.dumps(data, separators=(",", ":")).encode() + b"\n"
