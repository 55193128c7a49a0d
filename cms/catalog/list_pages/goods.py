"""Where the goods of a list stand, between two bounds: each edit asks for it, so the query is written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from cms.catalog.records import subtree
from cms.catalog.rows import in_utc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.contract.records import Place

_STREAMED = 2_000

# As records.in_lists has it, word for word.
_IN_LISTS = """SELECT l.published_at, l.id FROM catalog_listing l
    JOIN catalog_availability a ON a.listing_id = l.id
    JOIN accounts_user u ON u.id = l.seller_id
    WHERE l.live AND u.is_active AND a.status = 'live' AND a.retired_at IS NULL"""
# The plain comparison of the time is implied, and lets an index serve the range.
_AFTER = " AND l.published_at >= %s AND (l.published_at > %s OR l.id > %s)"
_UPTO = " AND l.published_at <= %s AND (l.published_at < %s OR l.id <= %s)"
_OLDEST_FIRST = " ORDER BY l.published_at, l.id"


def goods(kind: str, of: int, after: Place | None, upto: Place | None) -> Iterator[Place]:
    """The members of a list in (after, upto], oldest first, streamed; None is an open end."""
    condition, values = _membership(kind, of)
    query = f"{_IN_LISTS}{condition}"
    for text, place in ((_AFTER, after), (_UPTO, upto)):
        if place is not None:
            when = connection.ops.adapt_datetimefield_value(place[0])
            query += text
            values += [when, when, place[1]]
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"{query}{_OLDEST_FIRST}", values)
        while rows := cursor.fetchmany(_STREAMED):
            for when, number in rows:
                yield in_utc(when), number


def _membership(kind: str, of: int) -> tuple[str, list[Any]]:
    """What records.in_list demands beside."""
    if kind == "category":
        ids = subtree(of)
        return f" AND l.category_id IN ({', '.join(['%s'] * len(ids))})", list(ids)
    if kind == "seller":
        return " AND l.seller_id = %s", [of]
    return "", []
