"""Rows of the sheet `listings`."""

from __future__ import annotations

import pytest

from tests.factories.goods import make_category
from tests.factories.people import make_seller

HEADER = ["key", "title", "description", "price", "category", "seller", "status", "quantity", "version"]


@pytest.fixture
def chairs(db):
    return make_category("Chairs", slug="chairs")


@pytest.fixture
def ada(db):
    return make_seller(email="ada@example.org", name="Ada")


def row(key, title="Oak chair", price=35, **more):
    given = {"key": key, "title": title, "description": "Sturdy.", "price": price, "category": "chairs"}
    given |= {"seller": "ada@example.org", "status": "live"} | more
    return [given.get(name) for name in HEADER]


def from_export(cells, **changes):
    cells = {**cells, **changes}
    return [list(cells), list(cells.values())]
