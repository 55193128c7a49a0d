"""The columns of the sheet `listings`, and a stored listing in their terms."""

from __future__ import annotations

from typing import Any

from cms.accounts.models import User
from cms.contract.money import Money
from cms.workbook.comparison import line_cell, lines_cell
from cms.workbook.listings.stored import StoredListing
from cms.workbook.references import CategoryNames
from cms.workbook.table import Column

COLUMNS = (
    Column("key"),
    Column("title", required=True),
    Column("description", required=True),
    Column("price", required=True),
    Column("category", required=True),
    Column("condition"),
    Column("city"),
    Column("postcode"),
    Column("quantity"),
    Column("seller", required=True),
    Column("status"),
    Column("photos"),
    Column("version"),
)


def cells_of(one: StoredListing, *, categories: CategoryNames, sellers: dict[int, str]) -> dict[str, Any]:
    """What an export writes for a listing, by column. `sellers`: id → number as people see it."""
    return {
        "key": line_cell(one.key),
        "title": line_cell(one.title),
        "description": lines_cell(one.description) or None,
        "price": None if one.price_cents is None else Money(one.price_cents).euros,
        "category": categories.name_of.get(one.category_id or 0),
        "condition": one.condition or None,
        "city": line_cell(one.city),
        "postcode": line_cell(one.postcode),
        "quantity": one.stock,
        "seller": sellers.get(one.seller_id or 0),
        "status": one.status.value,
        "photos": ";".join(one.photos) or None,
        "version": one.version,
    }


def seller_labels(listings: list[StoredListing]) -> dict[int, str]:
    """Id → `U-000042`, of everybody who sells one of these."""
    wanted = {one.seller_id for one in listings if one.seller_id}
    rows = User.objects.filter(pk__in=wanted).values_list("pk", "number")
    return {pk: f"U-{number:06d}" for pk, number in rows}
