"""What waits for the publisher. Read everything that can be seen, do the work, then take exactly that out."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Max

from cms.changes.models import Change
from cms.contract.keys import ChangeRecord, Kind

_AT_ONCE = 10_000
"""Ids in one statement: well below the limit of variables of either database."""


def pending() -> list[ChangeRecord]:
    """All changes that are committed, oldest id first. The same thing may be noted several times."""
    rows = Change.objects.order_by("id").values_list("id", "kind", "key", "noted_at")
    return [ChangeRecord(id=number, kind=kind, key=key, noted_at=at) for number, kind, key, at in rows]


def is_empty(*, besides: Collection[str] = ()) -> bool:
    """Whether nothing waits, except perhaps changes of these kinds."""
    return not Change.objects.exclude(kind__in=besides).exists()


def newest() -> int:
    """The highest number that waits; 0 when nothing does."""
    found: int | None = Change.objects.aggregate(newest=Max("id"))["newest"]
    return found or 0


def forget(ids: Collection[int]) -> None:
    """Take exactly these rows out.

    Call it after the work is on disk: a crash before this line means the work is done twice, never that it is
    lost. Never by "up to this number": on PostgreSQL an older number can be committed later.
    """
    wanted = list(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        Change.objects.filter(pk__in=wanted[start : start + _AT_ONCE]).delete()


def forget_kinds(kinds: Collection[str]) -> None:
    """Take all changes of these kinds out: nobody works on them."""
    if waiting := list(Change.objects.filter(kind__in=kinds).values_list("id", flat=True)):
        forget(waiting)


def note(kind: str, key: str) -> None:
    """Ask for what no trigger sees, with the transaction that is open, if one is."""
    Change.objects.create(kind=kind, key=key)


def note_everything(because: str) -> None:
    """Ask for a full build."""
    note(Kind.EVERYTHING, because)


def note_act(what: str) -> None:
    """Say that what is removed with this transaction is meant to be; else so much at once may be held back."""
    note(Kind.ACT, what)
