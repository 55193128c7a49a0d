"""Nobody is kept out: what axe can tell of every kind of page, in light and dark, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PAGES = ("home", "category", "listing", "seller", "page", "listings", "not found", "gone")


def address_of(name, shop):
    fixed = {"home": "/", "category": "/category/furniture", "listings": "/listings", "not found": "/nowhere"}
    of_stock = {
        "listing": shop.stock.listing,
        "seller": shop.stock.seller,
        "page": shop.stock.page,
        "gone": shop.stock.withdrawn,
    }
    return (fixed | of_stock)[name]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_breaks_a_rule(open_window, shop, scheme, width):
    window = open_window(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    broken = {}
    for name in PAGES:
        window.goto(address_of(name, shop))
        found = Axe().run(window).response["violations"]
        if found:
            broken[name] = [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found]

    assert broken == {}


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_is_wider_than_its_window(open_window, shop, width):
    window = open_window(viewport={"width": width, "height": 900})
    too_wide = {}
    for name in PAGES:
        window.goto(address_of(name, shop))
        needed = window.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            too_wide[name] = needed

    assert too_wide == {}


def test_all_of_a_listing_can_be_reached_by_keyboard(shopper, shop):
    shopper.goto(shop.stock.listing)
    shopper.keyboard.press("Tab")
    focused = shopper.locator(":focus")
    assert focused.inner_text() == "Skip to the content"
    shopper.keyboard.press("Enter")
    assert shopper.evaluate("document.activeElement.id") == "content"
