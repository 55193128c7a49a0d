"""The forms on the page of a listing: they post straight to the app, and no file holds a token."""

import re

import pytest

from cms.contract.records import ListingStatus
from tests.themes.window import listing, listing_page, shop


def want(one, lang="en"):
    html = listing_page(shop(lang), one)
    assert "csrf" not in html
    found = re.search(r'<form class="want".*?</form>', html, re.DOTALL)
    return found[0] if found else ""


def test_what_is_live_goes_into_the_cart_and_on_the_list():
    form = want(listing())

    assert 'method="post" action="/cart/add"' in form
    assert '<input type="hidden" name="listing" value="12">' in form
    assert "Add to cart" in form
    assert 'formaction="/favourites/add"' in form
    assert "In den Warenkorb" in want(listing(), "de")


def test_a_quantity_is_asked_for_where_there_is_more_than_one():
    assert 'name="quantity" min="1" max="3" value="1"' in want(listing(stock=3))
    assert "quantity" not in want(listing(stock=1))


def test_what_is_reserved_can_only_be_saved():
    form = want(listing(reserved=True))

    assert "Add to cart" not in form
    assert "/favourites/add" in form


@pytest.mark.parametrize("status", [ListingStatus.SOLD, ListingStatus.EXPIRED])
def test_what_is_over_has_no_form(status):
    assert want(listing(status=status)) == ""


def test_how_many_there_are_is_said_only_while_some_are_free():
    environment = shop()

    assert "3 available" in listing_page(environment, listing(stock=3))
    assert "available" not in listing_page(environment, listing(stock=3, reserved=True))
