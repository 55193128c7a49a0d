"""The one statement that finds: live goods of active sellers, filtered, ordered, one page of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from cms.catalog.records import subtree
from cms.catalog.search.matching import matching
from cms.catalog.search.wishes import Found, Order

if TYPE_CHECKING:
    from cms.catalog.search.wishes import Wish

# As records.in_lists has it, word for word.
_FOR_SALE = """JOIN catalog_availability a ON a.listing_id = l.id
    JOIN accounts_user u ON u.id = l.seller_id
    WHERE l.live AND u.is_active AND a.status = 'live' AND a.retired_at IS NULL"""

_NEWEST_FIRST = "l.published_at DESC, l.id DESC"
_ORDERS = {
    Order.RELEVANCE: _NEWEST_FIRST,
    Order.NEWEST: _NEWEST_FIRST,
    Order.PRICE_UP: f"l.price_cents, {_NEWEST_FIRST}",
    Order.PRICE_DOWN: f"l.price_cents DESC, {_NEWEST_FIRST}",
}


def find(wish: Wish, *, page: int, size: int) -> Found:
    """The listings of one page, from 1; of the last page for a number beyond it."""
    source, order = "catalog_listing l", _ORDERS[wish.order]
    order_values: tuple[str, ...] = ()
    conditions, values = _filters(wish)
    if wish.words:
        words = matching(wish.words)
        if words.is_void:
            return Found(ids=(), total=0)
        source, conditions, values = words.join, [words.condition, *conditions], [*words.values, *values]
        if wish.order is Order.RELEVANCE:
            order, order_values = f"CASE WHEN {words.in_title} THEN 0 ELSE 1 END, {order}", words.title_values
    those = f"{source} {' AND '.join((_FOR_SALE, *conditions))}"
    if wish.words and page == 1:
        # Hits have to be looked at one by one anyway, so they are counted on the way.
        query = f"SELECT l.id, COUNT(*) OVER () FROM {those} ORDER BY {order} LIMIT %s"  # noqa: S608 (no value is in it)
        rows = _rows(query, *values, *order_values, size)
        return Found(ids=tuple(row[0] for row in rows), total=rows[0][1] if rows else 0)
    ((total,),) = _rows(f"SELECT COUNT(*) FROM {those}", *values)  # noqa: S608 (no value is in it)
    start = min(page - 1, max(total - 1, 0) // size) * size
    query = f"SELECT l.id FROM {those} ORDER BY {order} LIMIT %s OFFSET %s"  # noqa: S608 (no value is in it)
    rows = _rows(query, *values, *order_values, size, start)
    return Found(ids=tuple(row[0] for row in rows), total=total)


def _rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _filters(wish: Wish) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []
    for condition, value in (
        ("l.price_cents >= %s", wish.lowest),
        ("l.price_cents <= %s", wish.highest),
        ("l.condition = %s", wish.condition and wish.condition.value),
        ("l.postcode LIKE %s", f"{wish.postcode}%" if wish.postcode else None),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    for column, choices in (
        ("l.category_id", subtree(wish.category_id) if wish.category_id is not None else None),
        ("l.city", wish.cities),
    ):
        if choices is not None:
            conditions.append(f"{column} IN ({', '.join(['%s'] * len(choices))})" if choices else "1 = 0")
            values += choices
    return conditions, values
