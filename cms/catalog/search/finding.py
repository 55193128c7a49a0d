"""The statements that find: live goods of active sellers, one page of them; and, for the team, goods in any state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from cms.catalog.records import subtree
from cms.catalog.search.matching import matching
from cms.catalog.search.wishes import Found, Order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cms.catalog.search.wishes import Wish

# As records.in_lists has it, word for word.
_FOR_SALE = """JOIN catalog_availability a ON a.listing_id = l.id
    JOIN accounts_user u ON u.id = l.seller_id
    WHERE l.live AND u.is_active AND a.status = 'live' AND a.retired_at IS NULL"""

_NEWEST_FIRST = "published_at DESC, id DESC"
_ORDERS = {
    Order.RELEVANCE: f"place, {_NEWEST_FIRST}",
    Order.NEWEST: _NEWEST_FIRST,
    # The other way round than PRICE_DOWN in everything, so that one index serves both.
    Order.PRICE_UP: "price_cents, published_at, id",
    Order.PRICE_DOWN: f"price_cents DESC, {_NEWEST_FIRST}",
}


def find(wish: Wish, *, page: int, size: int) -> Found:
    """The listings of one page, from 1; of the last page for a number beyond it."""
    conditions, values = _filters(wish)
    order = _ORDERS[wish.order]
    if not wish.words:
        order = _NEWEST_FIRST if wish.order is Order.RELEVANCE else order
        those = f"catalog_listing l {' AND '.join((_FOR_SALE, *conditions))}"
        ((total,),) = _rows(f"SELECT COUNT(*) FROM {those}", *values)  # noqa: S608 (no value is in it)
        query = f"SELECT l.id AS id FROM {those} ORDER BY {order} LIMIT %s OFFSET %s"  # noqa: S608 (as above)
        rows = _rows(query, *values, size, _start(page, size, total))
        return Found(ids=tuple(row[0] for row in rows), total=total)
    words = matching(wish.words)
    if words.is_void:
        return Found(ids=(), total=0)
    # Hits are gathered before they are ordered: PostgreSQL would go through all goods in their order and look for
    # each among the hits, to end early.
    those = f"""WITH those AS MATERIALIZED (
        SELECT l.id, l.published_at, l.price_cents, CASE WHEN {words.in_title} THEN 0 ELSE 1 END AS place
        FROM {words.join} {" AND ".join((_FOR_SALE, words.condition, *conditions))}
    )"""  # noqa: S608 (no value is in it)
    query = f"{those} SELECT id, (SELECT COUNT(*) FROM those) FROM those ORDER BY {order} LIMIT %s OFFSET %s"  # noqa: S608 (as above)
    all_values = (*words.title_values, *words.values, *values)
    rows = _rows(query, *all_values, size, (page - 1) * size)
    if not rows and page > 1:
        ((total,),) = _rows(f"{those} SELECT COUNT(*) FROM those", *all_values)  # noqa: S608 (as above)
        rows = _rows(query, *all_values, size, _start(page, size, total))
    return Found(ids=tuple(row[0] for row in rows), total=rows[0][1] if rows else 0)


def find_in_any_state(words: Sequence[str], *, most: int) -> list[int]:
    """Ids of listings with all these words, sold and unpublished ones too: titles before texts, the newest first."""
    wanted = matching(words)
    if wanted.is_void:
        return []
    query = f"""WITH those AS MATERIALIZED (
        SELECT l.id, CASE WHEN {wanted.in_title} THEN 0 ELSE 1 END AS place
        FROM {wanted.join} WHERE {wanted.condition}
    ) SELECT id FROM those ORDER BY place, id DESC LIMIT %s"""  # noqa: S608 (no value is in it)
    return [row[0] for row in _rows(query, *wanted.title_values, *wanted.values, most)]


def _start(page: int, size: int, total: int) -> int:
    return min(page - 1, max(total - 1, 0) // size) * size


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
