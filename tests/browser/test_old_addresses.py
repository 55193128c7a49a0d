"""Where addresses lead that have no page any more, never had one, or must not have one yet."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_address_before_a_new_title_leads_to_the_new_one(plain_shopper, shop):
    assert shop.ask(shop.stock.old_address).status == 301
    response = plain_shopper.goto(shop.stock.old_address)

    assert response.status == 200
    expect(plain_shopper).to_have_url(f"{shop.url}{shop.stock.new_address}")
    expect(plain_shopper.get_by_role("heading", level=1)).to_have_text("Green ladder")


def test_a_withdrawn_listing_is_gone_in_the_look_of_the_shop(plain_shopper, shop):
    response = plain_shopper.goto(shop.stock.withdrawn)

    assert response.status == 410
    expect(plain_shopper.get_by_role("heading", level=1)).to_have_text("This page is gone")
    expect(plain_shopper.get_by_role("navigation", name="Categories", exact=True)).to_be_visible()
    expect(plain_shopper.get_by_text("Broken clock")).to_have_count(0)


def test_an_unknown_address_is_not_found_in_the_look_of_the_shop(plain_shopper):
    response = plain_shopper.goto("/listing/999999-nothing")

    assert response.status == 404
    expect(plain_shopper.get_by_role("heading", level=1)).to_have_text("We can’t find this page")
    plain_shopper.get_by_role("main").get_by_role("link").first.click()
    expect(plain_shopper.get_by_role("heading", level=1)).not_to_have_text("We can’t find this page")


def test_a_draft_is_nowhere(plain_shopper, shop):
    response = plain_shopper.goto(shop.stock.draft)

    assert response.status == 404
    for path in ("/", "/listings", "/category/music", shop.stock.seller, "/feed.xml"):
        assert "Secret birthday present" not in shop.ask(path).body.decode()
