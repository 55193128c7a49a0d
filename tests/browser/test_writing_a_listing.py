"""From an editor's form to a shopper's page: a listing with a photo, its changes, its end."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import desk
from tests.browser.stock import still_life
from tests.factories.goods import corners_image, png

pytestmark = pytest.mark.browser


def begin(page, *, title, price="149,50"):
    """The form of a new listing, filled in but for its photos."""
    page.goto("/admin/listings/")
    page.get_by_role("link", name="Add listing").click()
    desk.fill(page, Title=title, Price=price, City="Graz")
    page.locator("#id_description").fill("Three drawers, one key.\n\nTo be collected.")
    page.get_by_role("combobox", name="Category").select_option(label="\u2003Tables")
    page.get_by_role("combobox", name="Condition").select_option(label="Like new")
    desk.choose(page, page.get_by_role("button", name="Choose a seller"), "Nora Lind")


def add_photo(page, number, *, name, content, kind, description):
    page.get_by_role("button", name="Add Photo").click()
    page.locator(f"#id_photos-{number}-picture").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    page.locator(f"#id_photos-{number}-alt").fill(description)


def edit(page, title):
    page.goto("/admin/listings/")
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("textbox", name="Title")).to_have_value(title)


def test_a_listing_with_photos_is_previewed_published_and_found(admin_desk, plain_shopper, shop, witness):
    page = admin_desk("editor")
    begin(page, title="Walnut writing desk")
    add_photo(page, 0, name="desk.jpg", content=still_life("#5a4632"), kind="image/jpeg", description="From the front")
    add_photo(page, 1, name="key.png", content=png(corners_image(480, 360)), kind="image/png", description="The key")

    shown = desk.preview(page)
    expect(shown.get_by_text("Preview: this is not published yet")).to_be_visible()
    expect(shown.get_by_role("heading", level=1)).to_have_text("Walnut writing desk")
    expect(shown.get_by_text("€149.50").first).to_be_visible()
    assert "Walnut" not in shop.ask("/listings").body.decode()

    desk.publish(page, "Walnut writing desk")
    assert witness.faults() == []
    shop.wait_for("/category/furniture/tables", "Walnut writing desk")
    plain_shopper.goto("/")
    expect(plain_shopper.get_by_role("main").get_by_role("link", name="Walnut writing desk")).to_be_visible()
    plain_shopper.goto("/category/furniture/tables")
    plain_shopper.get_by_role("main").get_by_role("link", name="Walnut writing desk").click()
    expect(plain_shopper.get_by_role("heading", level=1)).to_have_text("Walnut writing desk")
    expect(plain_shopper.get_by_text("Three drawers, one key.")).to_be_visible()
    expect(plain_shopper.get_by_text("Preview:")).to_have_count(0)
    address = plain_shopper.url.removeprefix(shop.url)
    shop.wait_for(address, 'alt="From the front"')
    shop.wait_for(address, 'alt="The key"')
    plain_shopper.reload()
    for description in ("From the front", "The key"):
        photo = plain_shopper.get_by_role("img", name=description).first
        assert photo.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert witness.faults() == []


def test_what_cannot_be_is_refused_in_words_and_stays_in_the_form(admin_desk, shop):
    page = admin_desk("editor")
    begin(page, title="No", price="a lot")
    page.get_by_role("button", name="Add Photo").click()
    fake = {"name": "photo.png", "mimeType": "image/png", "buffer": b"Dear Sir or Madam"}
    page.locator("#id_photos-0-picture").set_input_files(fake)

    page.get_by_role("button", name="Save draft").click()

    expect(page.locator(".messages")).to_contain_text("could not be")
    desk.expect_refusal(page, "This is not a price", "at least 3 characters", "PNG")
    expect(page.get_by_role("textbox", name="Price")).to_have_value("a lot")
    expect(page.locator("#id_description")).to_have_value("Three drawers, one key.\n\nTo be collected.")
    page.goto("/admin/listings/")
    expect(page.get_by_role("link", name="No", exact=True)).to_have_count(0)
    assert "a lot" not in shop.ask("/listings").body.decode()


def test_a_new_title_gives_a_new_address_and_the_old_one_leads_there(admin_desk, plain_shopper, shop):
    old = re.search(r"/listing/\d+-armchair-dark-green", shop.ask("/listings").body.decode())[0]
    page = admin_desk("editor")
    edit(page, "Armchair, dark green")
    desk.fill(page, Title="Armchair, bottle green", Price="85")

    desk.publish(page, "Armchair, bottle green")

    new = old.replace("dark", "bottle")
    shop.wait_for(new, "€85.00")
    assert (shop.ask(old).status, shop.ask(old).fields["Location"]) == (301, new)
    plain_shopper.goto(old)
    expect(plain_shopper).to_have_url(f"{shop.url}{new}")
    expect(plain_shopper.get_by_role("heading", level=1)).to_have_text("Armchair, bottle green")
    assert old not in shop.ask("/category/furniture").body.decode()


def test_a_withdrawn_listing_leaves_the_lists_and_is_gone(admin_desk, plain_shopper, shop):
    address = re.search(r"/listing/\d+-record-player", shop.ask("/listings").body.decode())[0]
    page = admin_desk("moderator")
    edit(page, "Record player")
    page.get_by_role("link", name="Change").click()
    page.get_by_role("combobox", name="Status").select_option(label="Withdrawn")

    desk.save(page)

    expect(page.locator(".messages")).to_contain_text("Availability of “Record player” saved.")
    shop.wait_for_status(address, 410)
    plain_shopper.goto("/category/music")
    expect(plain_shopper.get_by_role("main").get_by_role("link", name="Digital piano")).to_be_visible()
    expect(plain_shopper.get_by_role("link", name="Record player")).to_have_count(0)
