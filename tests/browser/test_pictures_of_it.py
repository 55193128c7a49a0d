"""Makes tests/screenshots/, for people to look at: every kind of page in light and dark, on a phone and a desktop."""

import pytest
from playwright.sync_api import expect

from cms.config.environment import BASE_DIR
from tests.browser.test_accessibility import address_of

pytestmark = pytest.mark.browser

FOLDER = BASE_DIR / "tests" / "screenshots"
SCREENS = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
ADMIN_HEIGHT = 1800
"""The admin scrolls inside its window: a picture shows what the window shows."""

SHOWN = {
    "home": "home",
    "category": "category",
    "listing": "listing",
    "cms-page": "page",
    "seller": "seller",
    "404": "not found",
}
DESKS = {
    "admin-dashboard": "/admin/",
    "admin-listings": "/admin/listings/",
    "admin-listing-form": "/admin/listings/edit/1/",
    "admin-appearance": "/admin/settings/shop_site/appearance/",
}


def take(page, name):
    """The whole page, with every picture in it: those below are loaded only when somebody scrolls."""
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(image => image.loading = 'eager')")
    page.evaluate("Promise.all([...document.images].map(image => image.decode().catch(() => null)))")
    target = FOLDER / f"{name}.png"
    target.unlink(missing_ok=True)
    page.screenshot(path=target, full_page=True)
    assert target.stat().st_size > 5000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_of_the_shop(open_window, shop, screen, scheme):
    page = open_window(viewport=SCREENS[screen], color_scheme=scheme)
    for name, which in SHOWN.items():
        page.goto(address_of(which, shop))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        take(page, f"{name}-{screen}-{scheme}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_of_the_admin(admin_desk, screen, scheme):
    page = admin_desk("admin")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({**SCREENS[screen], "height": ADMIN_HEIGHT})
    for name, address in DESKS.items():
        page.goto(address)
        expect(page.get_by_role("main")).to_be_visible()
        take(page, f"{name}-{screen}-{scheme}")
