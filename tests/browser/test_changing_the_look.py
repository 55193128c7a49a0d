"""Logo, hero height and colours: changed in the admin, seen on the live home page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import desk
from tests.factories.goods import jpeg, plain_image, png

pytestmark = pytest.mark.browser

APPEARANCE = "/admin/settings/shop_site/appearance/"


def style_of(shop):
    """The declarations that were made from Appearance, as the live home page loads them."""
    path = re.search(r"/assets/appearance\.\w+\.css", shop.ask("/").body.decode())[0]
    return shop.ask(path).body.decode()


def open_tab(page, name):
    page.get_by_role("tab", name=name).click()


def logo_field(page):
    return page.locator("[data-contentpath=logo]")


def test_another_logo_and_hero_height_are_live(admin_desk, plain_shopper, shop):
    page = admin_desk("editor")
    page.goto(APPEARANCE)
    open_tab(page, "Hero")
    page.locator("#id_hero_height").fill("612")
    open_tab(page, "Shop")
    wordmark = png(plain_image(640, 160, "#7a1f4b", "RGBA"))
    desk.upload_picture(page, logo_field(page), name="wordmark.png", content=wordmark, kind="image/png")
    shown = desk.preview(page)
    expect(shown.get_by_text("Preview: this is not published yet")).to_be_visible()

    desk.save(page)

    expect(page.locator(".messages")).to_contain_text("updated")
    shop.wait_until(lambda: "--hero-height:612px" in style_of(shop).replace(" ", ""), what="the hero height")
    shop.wait_for("/", "brand__logo")
    plain_shopper.goto("/")
    assert plain_shopper.locator(".hero--home").bounding_box()["height"] == 612
    logo = plain_shopper.locator(".brand img")
    expect(logo).to_be_visible()
    assert logo.evaluate("image => image.decode().then(() => image.naturalWidth / image.naturalHeight)") == 4
    icon = plain_shopper.locator("link[rel=icon][sizes='32x32']").get_attribute("href")
    assert shop.ask(icon).body.startswith(b"\x89PNG")


def test_values_out_of_bounds_are_refused_and_change_nothing(admin_desk, shop):
    before = style_of(shop)
    page = admin_desk("editor")
    page.goto(APPEARANCE)
    page.locator("#id_accent").fill("#ffff00")
    open_tab(page, "Hero")
    page.locator("#id_hero_title").fill("A title that must not go live")
    page.locator("#id_hero_height").fill("90")
    # The browser itself would stop here; the shop must not need it to.
    page.locator("form:has(#id_hero_height)").evaluate("form => form.noValidate = true")

    desk.save(page)

    expect(page.locator(".messages")).to_contain_text("could not be saved")
    open_tab(page, "Hero")
    desk.expect_refusal(page, "greater than or equal to 240")
    open_tab(page, "Shop")
    desk.expect_refusal(page, "#ffff00 is too pale")
    expect(page.locator("#id_hero_title")).to_have_value("A title that must not go live")
    page.goto(APPEARANCE)
    expect(page.locator("#id_hero_title")).not_to_have_value("A title that must not go live")
    assert style_of(shop) == before
    assert "must not go live" not in shop.ask("/").body.decode()


def test_a_logo_that_is_no_png_is_refused_whatever_its_name(admin_desk, shop):
    page = admin_desk("editor")
    page.goto(APPEARANCE)
    kept = page.locator("[name=logo]").input_value()
    photo = jpeg(plain_image(640, 160))
    desk.upload_picture(page, logo_field(page), name="photo.jpg", content=photo, kind="image/jpeg")

    desk.save(page)

    desk.expect_refusal(page, "“photo” is not a PNG")
    page.goto(APPEARANCE)
    expect(page.locator("[name=logo]")).to_have_value(kept)
