"""The triggers in PostgreSQL's words: one for each statement, with transition tables, however many rows it changed.

A function and its triggers for each table, one function for TRUNCATE, and one that wakes the publisher.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.changes.statements import Statement
from cms.changes.tables import OUTBOX, PREFIX, WatchedTable, in_row
from cms.contract.keys import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.backends.utils import CursorWrapper

CHANNEL = "cataloro_changes"
"""What is notified with each commit that noted something."""

_EVERYTHING = f"{PREFIX}everything"
_WAKE = f"{PREFIX}wake"
_TRANSITIONS = {
    "insert": "REFERENCING NEW TABLE AS n",
    "update": "REFERENCING OLD TABLE AS o NEW TABLE AS n",
    "delete": "REFERENCING OLD TABLE AS o",
}


def statements(tables: Iterable[WatchedTable]) -> list[Statement]:
    """Everything to create: functions before the triggers that call them."""
    note_all = f"INSERT INTO {OUTBOX} (kind, key) VALUES ('{Kind.EVERYTHING}', TG_TABLE_NAME || ' was emptied')"  # noqa: S608 (our own names)
    result = [
        _function(_EVERYTHING, note_all),
        _function(_WAKE, f"PERFORM pg_notify('{CHANNEL}', '')"),
        _trigger(_WAKE, "INSERT", OUTBOX, _WAKE),
    ]
    for table in tables:
        result += _for_table(table)
    return result


def installed(cursor: CursorWrapper) -> dict[str, str]:
    """What is there: name → fingerprint. A function is known by its body, a trigger by its table."""
    cursor.execute(
        "SELECT proname || '()', prosrc FROM pg_proc "
        "WHERE pronamespace = current_schema()::regnamespace AND starts_with(proname, %s)",
        [PREFIX],
    )
    found = dict(cursor.fetchall())
    found.update(dict(_triggers(cursor)))
    return found


def remove(cursor: CursorWrapper) -> None:
    """Take all away."""
    for name, table in _triggers(cursor):
        cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
    for name in [name for name in installed(cursor) if name.endswith("()")]:
        cursor.execute(f'DROP FUNCTION "{name.removesuffix("()")}"()')


def _triggers(cursor: CursorWrapper) -> list[tuple[str, str]]:
    cursor.execute(
        "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal AND starts_with(tgname, %s)",
        [PREFIX],
    )
    found: list[tuple[str, str]] = cursor.fetchall()
    return found


def _for_table(table: WatchedTable) -> Iterator[Statement]:
    function = f"{PREFIX}{table.name}"
    branches = {
        "insert": _note_rows(table, "n"),
        "update": _note_updates(table),
        "delete": _note_rows(table, "o"),
    }
    body = " ".join(
        f"IF TG_OP = '{event.upper()}' THEN {branches[event]}; END IF;" for event in branches if event in table.events
    )
    yield _function(function, body.removesuffix(";"))
    for event, transition in _TRANSITIONS.items():
        if event in table.events:
            yield _trigger(table.trigger(event), event.upper(), table.name, function, transition=transition)
    yield _trigger(table.trigger("truncate"), "TRUNCATE", table.name, _EVERYTHING)


def _note_rows(table: WatchedTable, row: str) -> str:
    where = f" WHERE {in_row(row, table.live)}" if table.live else ""
    return "; ".join(
        f"INSERT INTO {OUTBOX} (kind, key) SELECT DISTINCT '{kind}', {in_row(row, column)}::text FROM {row}{where}"  # noqa: S608 (our own names)
        for kind, column in ((table.kind, table.key), *table.owners)
    )


def _note_updates(table: WatchedTable) -> str:
    notes = [_note_old_and_new(table, table.kind, table.key, differs=table.shown)]
    notes += [_note_old_and_new(table, kind, column, differs=table.membership) for kind, column in table.owners]
    return "; ".join(notes)


def _note_old_and_new(table: WatchedTable, kind: str, key: str, *, differs: tuple[str, ...]) -> str:
    """Rows are joined by the primary key; one that got a new key counts as removed and made."""
    old, new = (", ".join(in_row(row, one) for one in differs) for row in ("o", "n"))
    live = f" AND (coalesce({in_row('o', table.live)}, false) OR coalesce({in_row('n', table.live)}, false))"
    pairs = f"o FULL JOIN n ON o.{table.primary_key} = n.{table.primary_key}"
    changed = f"ROW({old}) IS DISTINCT FROM ROW({new}){live if table.live else ''}"
    keys = f"SELECT unnest(ARRAY[{in_row('o', key)}, {in_row('n', key)}]) AS key FROM {pairs} WHERE {changed}"  # noqa: S608 (our own names)
    insert = f"INSERT INTO {OUTBOX} (kind, key) SELECT DISTINCT '{kind}', key::text"
    return f"{insert} FROM ({keys}) AS keys WHERE key IS NOT NULL"


def _function(name: str, body: str) -> Statement:
    source = f"BEGIN {body}; RETURN NULL; END"
    # Compiling these small statements would take longer than running them.
    sql = f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql SET jit = off AS $${source}$$'
    return Statement(name=f"{name}()", sql=sql, fingerprint=source)


def _trigger(name: str, event: str, table: str, function: str, *, transition: str = "") -> Statement:
    sql = (
        f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" {transition} '
        f'FOR EACH STATEMENT EXECUTE FUNCTION "{function}"()'
    )
    return Statement(name=name, sql=sql, fingerprint=table)
