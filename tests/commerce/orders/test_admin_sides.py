"""What the team sees of the pages of both sides: the same, but nothing that works, and never the code."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from commerce.orders.admin.sides import still
from tests.factories.goods import make_listing
from tests.factories.orders import code_of, make_order
from tests.factories.people import make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(client, release):
    client.force_login(make_moderator())

    def ask(name, order, status=200, **asked):
        response = client.get(reverse(name, args=[order.pk]), asked)
        assert response.status_code == status
        return response

    return ask


def works(page):
    """Whatever in the page could send something or lead to somewhere."""
    sends = re.findall(r"<form[^>]+>|<(?:button|input|select|textarea)(?! disabled)[^>]*>|<script[^>]*>", page)
    leads = re.findall(r'<a\b[^>]*href="([^"]*)"', page)
    return sends, leads


@pytest.mark.parametrize("name", ["order_as_buyer", "order_as_seller"])
@pytest.mark.parametrize("state", ["requested", "accepted", "scheduled", "handed_over", "disputed", "completed"])
def test_each_side_is_seen_as_it_is_and_nothing_on_it_works(name, state, look):
    order = make_order(make_listing(title="Red bike"), state=state, now=timezone.now())

    response = look(name, order)
    page = response.content.decode()

    assert "Red bike" in page
    assert order.label in page
    assert works(page) == ([], [reverse("shop_orders:edit", args=[order.pk])])
    assert "form-action 'none'" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_the_two_sides_differ_and_the_code_is_on_neither(look):
    order = make_order(state="scheduled", now=timezone.now())
    code = code_of(order)

    buyer = look("order_as_buyer", order).content.decode()
    seller = look("order_as_seller", order).content.decode()

    assert "pay in cash, then show your code" in buyer
    assert "then enter the buyer’s code" in seller
    for page in (buyer, seller):
        assert code not in page
        assert f"{code[:3]} {code[3:]}" not in page
        assert "<svg" not in page.partition("order-next")[2].partition("</section>")[0]
    assert f"{order.buyer_name} sees this page so." in buyer


def test_the_receipt_is_there_when_the_parties_have_it(look):
    done, requested = make_order(state="completed"), make_order()

    page = look("order_receipt_for_team", done, paper="a6").content.decode()

    assert "Receipt and sales contract" in page
    assert "receipt-a6" in page
    assert works(page) == ([], ["?paper=a4", "?paper=a6", reverse("shop_orders:edit", args=[done.pk])])
    look("order_receipt_for_team", requested, status=404)


def test_what_could_work_is_made_still_however_it_is_written():
    page = (
        '<form method="post" action="/x"><input name=a><button>Go</button></form><abbr>a</abbr>'
        '<a class="b" href="/x" title="t">A</a><script src="x"></script><article>z</article><link href="/s.css">'
    )

    assert still(page) == (
        "<form><input disabled name=a><button disabled>Go</button></form><abbr>a</abbr>"
        '<a class="b" title="t">A</a><article>z</article><link href="/s.css">'
    )
