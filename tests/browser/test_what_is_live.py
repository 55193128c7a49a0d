"""Whoever publishes is told when it is on the site, and finds it there."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import desk

pytestmark = pytest.mark.browser


def test_an_editor_sees_that_a_new_price_is_live_and_the_page_has_it(admin_desk, plain_shopper, shop, witness):
    address = re.search(r"/listing/\d+-floor-lamp[\w-]*", shop.ask("/listings").body.decode())[0]
    plain_shopper.goto(address)
    expect(plain_shopper.get_by_text("€25.00").first).to_be_visible()
    page = admin_desk("editor")
    page.goto("/admin/listings/")
    page.get_by_role("link", name="Floor lamp with a paper shade", exact=True).click()
    desk.fill(page, Price="19,95")

    desk.publish(page, "Floor lamp with a paper shade")

    told = page.locator(".publishing-corner").get_by_role("status")
    expect(told).to_have_text(re.compile(r"^Listing “Floor lamp with a paper shade”: live \(.+ s\)$"))
    plain_shopper.reload()
    expect(plain_shopper.get_by_text("€19.95").first).to_be_visible()
    page.goto("/admin/")
    panel = page.get_by_text(re.compile("Listing “Floor lamp with a paper shade” — live in"))
    expect(panel.first).to_be_visible()
    expect(page.locator(".publishing-corner")).to_have_attribute("data-state", "idle")
    assert witness.faults() == []
