"""What an anonymous shopper's browser sees, asks for and keeps."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def walk(page, shop):
    """Through every kind of page, by its links where there are some."""
    page.goto("/")
    page.get_by_role("navigation", name="Categories", exact=True).get_by_role("link", name="Furniture").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Furniture")
    page.get_by_role("link", name="Tables", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Oak dining table").click()
    expect(page).to_have_url(f"{shop.url}{shop.stock.listing}")
    page.get_by_role("link", name="Nora Lind").click()
    expect(page).to_have_url(f"{shop.url}{shop.stock.seller}")
    page.get_by_role("link", name="How it works").click()
    expect(page).to_have_url(f"{shop.url}{shop.stock.page}")
    page.get_by_role("link", name="All listings", exact=True).first.click()
    expect(page).to_have_url(f"{shop.url}/listings")


def test_no_request_of_theirs_is_dynamic_or_leaves_the_shop(shopper, witness, shop):
    walk(shopper, shop)

    assert len(witness.addresses()) > 10
    assert witness.dynamic() == []
    assert witness.elsewhere(shop.url) == []


def test_nothing_is_kept_about_them(shopper, witness, shop):
    walk(shopper, shop)

    assert list(witness.cookies_set()) == []
    assert shopper.context.cookies() == []
    assert shopper.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_browser_has_nothing_to_complain_about(shopper, witness, shop):
    walk(shopper, shop)

    assert witness.complaints == []


def test_all_of_it_works_without_scripts(plain_shopper, witness, shop):
    walk(plain_shopper, shop)

    assert [request.url for request in witness.requests if request.resource_type == "script"] == []
    assert witness.complaints == []


def test_every_photo_arrives_in_a_modern_format(shopper, shop):
    shopper.goto(shop.stock.listing)
    photo = shopper.locator("main picture img").first
    expect(photo).to_be_visible()

    assert photo.evaluate("async image => { await image.decode(); return image.naturalWidth > 300 }")
    assert photo.evaluate("image => image.currentSrc").endswith(".avif")


def test_no_page_of_the_whole_build_asks_the_app_or_keeps_anything(shopper, witness, shop):
    live = shop.folder / "build" / "live"
    files = sorted(str(file.relative_to(live)).removesuffix(".html.gz") for file in live.rglob("*.html.gz"))
    paths = ["/" if name == "index" else f"/{name}" for name in files if name not in {"404", "500"}]
    kinds = {path.split("/")[1] for path in paths}
    assert {"", "listings", "category", "listing", "seller", "how-it-works"} <= kinds

    for path in paths:
        shopper.goto(path)
        expect(shopper.get_by_role("heading", level=1)).to_be_visible()
    for gone in ("/nowhere", shop.stock.withdrawn):
        shopper.goto(gone)

    assert witness.dynamic() == []
    assert witness.elsewhere(shop.url) == []
    assert list(witness.cookies_set()) == []
    assert shopper.context.cookies() == []
    assert shopper.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
