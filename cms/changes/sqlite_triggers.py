"""The triggers in SQLite's words: one for each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.changes.statements import Statement
from cms.changes.tables import OUTBOX, PREFIX, WatchedTable, in_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.backends.utils import CursorWrapper


def statements(tables: Iterable[WatchedTable]) -> list[Statement]:
    """Everything to create; SQLite keeps the text of a trigger as it was written."""
    return [
        Statement(name=table.trigger(event), sql=sql, fingerprint=sql)
        for table in tables
        for event, sql in _triggers(table)
    ]


def installed(cursor: CursorWrapper) -> dict[str, str]:
    """What is there: name → fingerprint."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB %s", [f"{PREFIX}*"])
    return dict(cursor.fetchall())


def remove(cursor: CursorWrapper) -> None:
    """Take all away."""
    for name in installed(cursor):
        cursor.execute(f'DROP TRIGGER "{name}"')


def _triggers(table: WatchedTable) -> Iterator[tuple[str, str]]:
    if "insert" in table.events:
        yield "insert", _trigger(table, "insert", when=in_row("NEW", table.live), body=_note_row(table, "NEW"))
    if "update" in table.events:
        differs = _differs(table.shown)
        when = (
            f"({in_row('OLD', table.live)} OR {in_row('NEW', table.live)}) AND ({differs})" if table.live else differs
        )
        yield "update", _trigger(table, "update", when=when, body=_note_update(table))
    if "delete" in table.events:
        yield "delete", _trigger(table, "delete", when=in_row("OLD", table.live), body=_note_row(table, "OLD"))


def _trigger(table: WatchedTable, event: str, *, when: str, body: list[str]) -> str:
    condition = f" WHEN {when}" if when else ""
    inserts = " ".join(f"{one};" for one in body)
    return (
        f'CREATE TRIGGER "{table.trigger(event)}" AFTER {event.upper()} ON "{table.name}" '
        f"FOR EACH ROW{condition} BEGIN {inserts} END"
    )


def _note_row(table: WatchedTable, row: str) -> list[str]:
    return [_insert(kind, in_row(row, column)) for kind, column in ((table.kind, table.key), *table.owners)]


def _note_update(table: WatchedTable) -> list[str]:
    notes = [_insert(table.kind, in_row("NEW", table.key))]
    if not table.has_constant_key:
        notes.append(_insert(table.kind, in_row("OLD", table.key), only_if=_differs((table.key,))))
    moved = _differs(table.membership)
    for kind, column in table.owners:
        notes.append(_insert(kind, in_row("NEW", column), only_if=moved))
        notes.append(_insert(kind, in_row("OLD", column), only_if=_differs((column,))))
    return notes


def _insert(kind: str, key: str, *, only_if: str = "") -> str:
    condition = f" WHERE {only_if}" if only_if else ""
    return f"INSERT INTO {OUTBOX} (kind, \"key\") SELECT '{kind}', CAST({key} AS TEXT){condition}"


def _differs(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"{in_row('OLD', one)} IS NOT {in_row('NEW', one)}" for one in columns)
