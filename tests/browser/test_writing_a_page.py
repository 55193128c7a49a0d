"""A page of several blocks: written, led to by the menu, taken down again."""

import pytest
from playwright.sync_api import expect

from tests.browser import desk

pytestmark = pytest.mark.browser


def test_a_page_goes_live_and_into_the_menu_and_away_again(admin_desk, plain_shopper, shop, witness):
    page = admin_desk("editor")
    page.goto("/admin/pages/")
    page.get_by_role("link", name="Explore child pages of 'Home'").click()
    page.get_by_role("link", name="Add child page").click()
    write_promise(page)
    desk.publish(page, "Our promise")
    put_into_menu(page, "Our promise")
    assert witness.faults() == []

    shop.wait_for("/", ">Our promise</a>")
    plain_shopper.goto("/listings")
    plain_shopper.get_by_role("navigation", name="Menu").get_by_role("link", name="Our promise").click()
    expect(plain_shopper).to_have_url(f"{shop.url}/our-promise")
    expect(plain_shopper.get_by_role("heading", level=1)).to_have_text("Our promise")
    expect(plain_shopper.get_by_text("You see it before you pay.")).to_be_visible()
    expect(plain_shopper.get_by_text("It was just as described.")).to_be_visible()
    plain_shopper.get_by_role("main").get_by_role("link", name="Show me").click()
    expect(plain_shopper).to_have_url(f"{shop.url}/listings")

    unpublish(page, "Our promise")

    shop.wait_for_status("/our-promise", 404)
    plain_shopper.goto("/")
    expect(plain_shopper.get_by_role("link", name="How it works")).to_be_visible()
    expect(plain_shopper.get_by_role("link", name="Our promise")).to_have_count(0)


def write_promise(page):
    desk.fill(page, Title="Our promise")
    desk.insert_block(page, page, "Text")
    page.locator("[data-contentpath=body] [contenteditable=true]").first.fill("You see it before you pay.")
    desk.insert_block(page, page, "Quote")
    page.locator("#body-1-value-text").fill("It was just as described.")
    page.locator("#body-1-value-source").fill("A buyer from Linz")
    desk.insert_block(page, page, "Category tiles")
    page.locator("#body-2-value-heading").fill("Look around")
    desk.insert_block(page, page, "Call to action")
    page.locator("#body-3-value-heading").fill("Convinced?")
    page.locator("#body-3-value-button-label").fill("Show me")
    page.locator("#body-3-value-button-address").fill("/listings")


def put_into_menu(page, title):
    page.goto("/admin/settings/shop_pages/navigation/")
    menu = page.get_by_role("region", name="Menu")
    desk.insert_block(menu, page)
    page.locator("#menu-1-value-label").fill(title)
    desk.choose(page, page.get_by_role("button", name="Choose a page"), title, search=True)
    desk.save(page)
    expect(page.locator(".messages")).to_contain_text("updated")


def unpublish(page, title):
    page.goto("/admin/pages/")
    page.get_by_role("link", name="Explore child pages of 'Home'").click()
    page.get_by_role("link", name=title, exact=True).click()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("link", name="Unpublish").click()
    page.get_by_role("button", name="Yes, unpublish it").click()
    expect(page.locator(".messages")).to_contain_text("unpublished")
