"""Bounds as rows: what each edit asks several times, so the text of these queries is written once, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from cms.catalog.list_pages.shelf import Bound
from cms.catalog.rows import in_utc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cms.contract.records import Place

_LIVE = "SELECT number, upto_published_at, upto_id FROM catalog_listpage WHERE kind = %s AND list_id = %s AND live"
_OLDEST_FIRST = " ORDER BY upto_published_at, upto_id"
_NEWEST_FIRST = " ORDER BY upto_published_at DESC, upto_id DESC LIMIT %s"

_ALL = f"{_LIVE}{_OLDEST_FIRST}"
_NAMED = f"{_LIVE} AND number = %s"
_NEWEST = f"{_LIVE}{_NEWEST_FIRST}"
# The plain comparison of the time is implied, and lets the index serve the range.
_BELOW = f"{_LIVE} AND upto_published_at <= %s AND (upto_published_at < %s OR upto_id < %s){_NEWEST_FIRST}"
_REACHING = f"{_LIVE} AND upto_published_at >= %s AND (upto_published_at > %s OR upto_id >= %s){_OLDEST_FIRST} LIMIT %s"


def all_of(kind: str, of: int) -> list[Bound]:
    """All of a list, oldest first."""
    return _read(_ALL, (kind, of))


def named(kind: str, of: int, number: int) -> list[Bound]:
    """The one with this name, or none."""
    return _read(_NAMED, (kind, of, number))


def below(kind: str, of: int, place: Place | None, count: int) -> list[Bound]:
    """The nearest ones older than `place` (None: all), nearest first."""
    if place is None:
        return _read(_NEWEST, (kind, of, count))
    return _read(_BELOW, (kind, of, *_compared(place), count))


def reaching(kind: str, of: int, place: Place, count: int) -> list[Bound]:
    """The nearest ones at `place` or younger, nearest first."""
    return _read(_REACHING, (kind, of, *_compared(place), count))


def _compared(place: Place) -> tuple[Any, Any, int]:
    when = connection.ops.adapt_datetimefield_value(place[0])
    return when, when, place[1]


def _read(query: str, values: Iterable[Any]) -> list[Bound]:
    with connection.cursor() as cursor:
        cursor.execute(query, list(values))
        return [Bound(number, (in_utc(when), key)) for number, when, key in cursor.fetchall()]
