"""Orders and reviews in the workbook: written in full, never taken in."""

from __future__ import annotations

import io
import itertools

import openpyxl
import pytest
from django.core.management import call_command

from cms.workbook.exporting import export_workbook
from cms.workbook.reading.spool import parsed
from commerce.orders.models import Order
from commerce.reviews.models import Review
from tests.factories.goods import make_listing
from tests.factories.orders import MEETING, make_order
from tests.factories.people import make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def exported(path, name):
    export_workbook(path, sheets=[name])
    with parsed(path) as workbook:
        (_, header), *rows = workbook.rows(workbook.sheets[0])
    return [dict(itertools.zip_longest(header, row)) for _, row in rows]


def review(order, *, about_seller=True, **fields):
    author, subject = (order.buyer, order.seller) if about_seller else (order.seller, order.buyer)
    said = {"stars": 5, "text": "Kind, and on time.", "written_at": MEETING}
    return Review.objects.create(
        order=order, author=author, subject=subject, about_seller=about_seller, **(said | fields)
    )


def test_an_order_is_written_with_both_sides_its_goods_and_what_became_of_it(tmp_path):
    seller = make_seller()
    listings = [
        make_listing(seller=seller, key=f"k-{title}", title=title, price_cents=cents, stock=2)
        for title, cents in (("Lamp", 1250), ("=1+1", 700))
    ]
    order = make_order(*listings, state="completed")
    waiting = make_order(make_listing(seller=seller, key="k-3", title="Chair", stock=3), quantity=2)

    done, open_one = exported(tmp_path / "w.xlsx", "orders")

    assert done == {
        "number": order.label,
        "placed": "2026-05-02T12:00:00Z",
        "state": "completed",
        "reason": None,
        "seller": seller.label,
        "buyer": order.buyer.label,
        "listing": "k-Lamp; k-=1+1",
        "title": "Lamp; =1+1",
        "quantity": 2,
        "price": 19.5,
        "meeting": "2026-05-04T12:00:00Z",
        "place": "Station hall",
        "received": 19.5,
        "completed": "2026-05-04T12:00:00Z",
    }
    assert (open_one["number"], open_one["state"], open_one["quantity"], open_one["completed"]) == (
        waiting.label,
        "requested",
        2,
        None,
    )


def test_a_title_that_looks_like_a_formula_is_a_text(tmp_path):
    make_order(make_listing(title="=HYPERLINK(1)", stock=1))

    export_workbook(tmp_path / "w.xlsx", sheets=["orders"])

    sheet = openpyxl.load_workbook(tmp_path / "w.xlsx")["orders"]
    cell = sheet.cell(row=2, column=8)
    assert (cell.value, cell.data_type, cell.number_format) == ("=HYPERLINK(1)", "s", "@")


def test_a_review_is_written_without_what_nobody_may_read_yet(tmp_path):
    order = make_order(state="completed")
    review(order, published_at=MEETING, reply="Thank you.", replied_at=MEETING)
    review(order, about_seller=False, stars=2, text="Late.")

    shown, hidden = exported(tmp_path / "w.xlsx", "reviews")

    assert shown == {
        "number": order.label,
        "about": "seller",
        "author": order.buyer.label,
        "subject": order.seller.label,
        "stars": 5,
        "text": "Kind, and on time.",
        "written": "2026-05-04T12:00:00Z",
        "published": "2026-05-04T12:00:00Z",
        "reply": "Thank you.",
        "removed": None,
    }
    assert (hidden["about"], hidden["stars"], hidden["text"], hidden["written"]) == (
        "buyer",
        None,
        None,
        "2026-05-04T12:00:00Z",
    )


def test_a_whole_export_imports_again_and_says_what_it_leaves_out(tmp_path):
    order = make_order(state="completed")
    review(order)
    path = tmp_path / "w.xlsx"
    export_workbook(path)
    changed = openpyxl.load_workbook(path)
    changed["orders"].cell(row=2, column=10).value = 1
    changed["orders"].cell(row=1, column=1).value = "whatever"
    changed.save(path)
    before = list(Order.objects.values())
    out, err = io.StringIO(), io.StringIO()

    call_command("import_workbook", str(path), stdout=out, stderr=err)

    assert err.getvalue().splitlines() == [
        f"The sheet {name} is for export only: it was left out, and changes nothing." for name in ("orders", "reviews")
    ]
    assert out.getvalue().splitlines()[-1] == "Taken."
    assert list(Order.objects.values()) == before


def test_an_order_makes_a_listing_row_of_before_too_old(tmp_path):
    listing = make_listing(stock=2)
    before = exported(tmp_path / "a.xlsx", "listings")[0]["version"]

    make_order(listing)

    assert exported(tmp_path / "b.xlsx", "listings")[0]["version"] != before
