"""A seller with a phone: photos, words, a preview, and then everybody sees it."""

import pytest
from playwright.sync_api import expect

from tests.browser.stock import still_life
from tests.factories.goods import corners_image, png
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


def log_in(page, *, on_the_way_to):
    page.goto(on_the_way_to)
    page.get_by_label("E-mail").first.fill("seller@example.org")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"**{on_the_way_to}")


def photo(content, name="photo.png"):
    return {"name": name, "mimeType": "image/png", "buffer": content}


def fill(page, **fields):
    for label, value in fields.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(value)


def corner(page):
    """The colour at the top left of the first photo in the form."""
    return page.locator(".slot__photo").first.evaluate(
        """async (image) => {
            await image.decode();
            const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight).getContext("2d");
            canvas.drawImage(image, 0, 0);
            return [...canvas.getImageData(3, 3, 1, 1).data].slice(0, 3).map((one) => (one > 128 ? 1 : 0)).join("");
        }"""
    )


def test_a_listing_is_written_on_a_phone_and_found(open_window, plain_shopper, shop, witness):
    page = open_window(viewport=PHONE)
    log_in(page, on_the_way_to="/sell/new")

    page.locator("#id_photo1_file").set_input_files(photo(still_life("#5a4632"), "desk.jpg"))
    expect(page.locator(".slot__photo")).to_have_count(1)
    page.locator("#id_photo2_file").set_input_files(photo(png(corners_image(480, 360))))
    expect(page.locator(".slot__photo")).to_have_count(2)
    page.get_by_role("button", name="Move photo 2 forward").click()
    assert corner(page) == "100"
    page.get_by_role("button", name="Turn photo 1").click()
    expect(page.get_by_role("button", name="Turn photo 1")).to_be_enabled()
    assert corner(page) == "111"
    fill(page, What_photo_1_shows_optional="All colours")

    page.get_by_label("Find a category").fill("tab")
    expect(page.locator("#id_category option:checked")).to_have_text("Tables")
    fill(page, Title="Cherry writing desk", Description="Three drawers.", Price="1.149,50")
    expect(page.locator("[data-state]")).to_contain_text("Kept at")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview").click()
    expect(opened.value.get_by_text("Preview: this is not published yet")).to_be_visible()
    expect(opened.value.get_by_text("€1,149.50").first).to_be_visible()
    opened.value.close()
    page.get_by_role("button", name="Publish").click()

    expect(page.get_by_text("“Cherry writing desk” goes live within seconds.")).to_be_visible()
    assert witness.faults() == []
    shop.wait_for("/category/furniture/tables", "Cherry writing desk")
    plain_shopper.goto("/category/furniture/tables")
    plain_shopper.get_by_role("main").get_by_role("link", name="Cherry writing desk").click()
    expect(plain_shopper.get_by_role("heading", level=1)).to_have_text("Cherry writing desk")
    shop.wait_for(plain_shopper.url.removeprefix(shop.url), 'alt="All colours"')


def test_what_was_typed_is_there_again_in_another_window(open_window, shop):
    page = open_window()
    log_in(page, on_the_way_to="/sell/new")
    fill(page, Title="Half a sentence", Price="cheap")
    expect(page.locator("[data-state]")).to_contain_text("Kept at")

    again = page.context.new_page()
    again.goto("/sell/new")

    expect(again.get_by_label("Title", exact=True)).to_have_value("Half a sentence")
    again.get_by_role("button", name="Forget it").click()
    expect(again.get_by_label("Title", exact=True)).to_have_value("")


def test_a_refused_photo_is_told_and_the_place_is_free_again(open_window, shop):
    page = open_window(viewport=PHONE)
    log_in(page, on_the_way_to="/sell/new")

    page.locator("#id_photo1_file").set_input_files(photo(b"Dear Sir or Madam"))

    expect(page.get_by_role("alert").filter(has_text="This file is no PNG or JPEG photo")).to_be_visible()
    page.locator("#id_photo1_file").set_input_files(photo(png()))
    expect(page.locator(".slot__photo")).to_have_count(1)
    expect(page.get_by_role("alert").filter(has_text="This file is no PNG")).to_have_count(0)


def test_without_a_script_photos_are_ordered_and_turned_too(open_window, shop):
    page = open_window(java_script_enabled=False)
    log_in(page, on_the_way_to="/sell/new")
    page.locator("#id_photo1_file").set_input_files(photo(still_life("#5a4632"), "desk.jpg"))
    page.locator("#id_photo2_file").set_input_files(photo(png(corners_image(480, 360))))
    page.locator("[name=photo2-place]").select_option("1")
    page.locator("[name=photo1-place]").select_option("2")
    page.locator("[name=photo2-turn]").select_option(label="to the right")

    page.get_by_role("button", name="Send the photos and look at them").click()

    photos = page.locator(".slot__photo")
    expect(photos).to_have_count(2)
    assert photos.first.bounding_box()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("alert").filter(has_text="Please look at this again:")).to_be_visible()
    expect(photos).to_have_count(2)
