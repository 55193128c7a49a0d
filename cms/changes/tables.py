"""A watch with the names that the database has for it: quoted, and sure to exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps

from cms.changes.watches import ROW, WATCHES, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.utils import CursorWrapper
    from django.db.models import Model

OUTBOX = "changes_change"
PREFIX = "note_"
"""What the names of our triggers and functions begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedTable:
    """Expressions have `{row}` where the name of a row stands: see in_row."""

    name: str
    primary_key: str
    kind: str
    key: str
    shown: tuple[str, ...]
    live: str
    owners: tuple[tuple[str, str], ...]
    membership: tuple[str, ...]
    events: frozenset[str]

    @property
    def has_constant_key(self) -> bool:
        """Whether every row is noted by the same key."""
        return ROW not in self.key

    def trigger(self, event: str) -> str:
        """The name of the trigger for `event`."""
        return f"{PREFIX}{self.name}_{event}"


def in_row(row: str, expression: str) -> str:
    """The expression for one row: OLD, NEW, or a transition table's."""
    return expression.replace(ROW, row)


def watched_tables(
    connection: BaseDatabaseWrapper, cursor: CursorWrapper, watches: tuple[Watch, ...] = WATCHES
) -> Iterator[WatchedTable]:
    """Those watches whose table is there with all its columns: a migration may stop half-way, at somebody's wish."""
    existing = set(connection.introspection.table_names(cursor))
    if OUTBOX not in existing:
        return
    for watch in watches:
        try:
            model = apps.get_model(watch.model)
        except LookupError:
            continue
        table = model._meta.db_table  # noqa: SLF001 (Django's public name)
        if table not in existing:
            continue
        columns = {one.name for one in connection.introspection.get_table_description(cursor, table)}
        if {field.column for field in model._meta.local_concrete_fields} <= columns:  # noqa: SLF001 (as above)
            yield _resolved(watch, model)


def _resolved(watch: Watch, model: type[Model]) -> WatchedTable:
    meta = model._meta  # noqa: SLF001 (Django's public name)
    columns = {field.name: f'{ROW}."{field.column}"' for field in meta.local_concrete_fields}
    # Without a declaration everything shows, so that a new column is never forgotten.
    shown = watch.shown or tuple(name for name in columns if name not in watch.unseen)
    live = columns[watch.live] if watch.live else ""
    owners = tuple((owner.kind.value, columns[owner.field]) for owner in watch.owners)
    return WatchedTable(
        name=meta.db_table,
        primary_key=f'"{meta.pk.column}"',
        kind=watch.kind.value,
        key=f"'{watch.key}'" if watch.constant else columns[watch.key],
        shown=tuple(one if ROW in one else columns[one] for one in shown),
        live=live,
        owners=owners,
        membership=tuple(one for one in (live, columns.get(watch.place, ""), *(column for _, column in owners)) if one),
        events=watch.events,
    )
