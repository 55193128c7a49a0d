"""Two people, two phones, cash: from the sign-up to both reviews, with scripts and without."""

import os

import pytest
from playwright.sync_api import expect

from tests.browser import dealing
from tests.browser.dealing import PHONE
from tests.browser.test_pictures_of_it import SCREENS, take

pytestmark = pytest.mark.browser

LISTED = "goes live within seconds"
MORE_PICTURES = bool(os.environ.get("MORE_PICTURES"))
"""Take each step on a desktop and in the dark, too: for people who mend the look."""


@pytest.fixture
def phone(open_window):
    """Opens the phone of somebody."""
    return lambda **more: open_window(**PHONE, **more)


def picture(page, step):
    """For tests/screenshots: what this step looks like."""
    take(page, f"deal-{step}-phone-light")
    if not MORE_PICTURES:
        return
    page.emulate_media(color_scheme="dark")
    take(page, f"deal-{step}-phone-dark")
    page.set_viewport_size(SCREENS["desktop"])
    take(page, f"deal-{step}-desktop-dark")
    page.emulate_media(color_scheme="light")
    take(page, f"deal-{step}-desktop-light")
    page.set_viewport_size(PHONE["viewport"])


def sell(seller, shop):
    dealing.write_listing(seller, title="Concert harmonica", price="39,50")
    expect(seller.locator(".slot__photo")).to_have_count(3)
    picture(seller, "02-listing-form")
    seller.get_by_role("button", name="Publish").click()
    expect(seller.get_by_text(f"“Concert harmonica” {LISTED}")).to_be_visible()
    picture(seller, "03-desk")
    shop.wait_for("/category/music", "Concert harmonica")


def ask_both(buyer, shop):
    """The address of the listing of the one whom we follow."""
    dealing.find(buyer, shop, words="harmonica", title="Concert harmonica")
    expect(buyer.locator(".gallery__track > li")).to_have_count(3)
    expect(buyer.locator(".listing__price")).to_contain_text("€39.50")
    harmonica = buyer.url.removeprefix(shop.url)
    picture(buyer, "04-listing")
    dealing.put_into_cart(buyer)
    buyer.goto(shop.stock.listing)
    dealing.put_into_cart(buyer)
    sellers = buyer.locator(".cart-group h2")
    expect(sellers).to_have_text(["From Selma S.", "From Nora Lind"])
    expect(buyer.locator(".cart-total")).to_contain_text("€224.50")
    picture(buyer, "05-cart")
    buyer.get_by_role("link", name="Ask 2 sellers").click()
    buyer.get_by_label("Message to the seller").fill("I could come today.")
    picture(buyer, "06-checkout")
    buyer.get_by_role("button", name="Ask 2 sellers").click()
    expect(buyer.get_by_text("Your request is on its way.")).to_be_visible()
    expect(buyer.locator(".order-row")).to_have_count(2)
    expect(buyer.locator(".order-row .badge")).to_have_text(["Waiting for an answer", "Waiting for an answer"])
    picture(buyer, "07-orders")
    shop.wait_for(harmonica, "Somebody else has agreed to buy it.")
    return harmonica


def agree(seller, buyer, shop):
    """The address of the order, and the buyer's code."""
    seller.goto("/orders?tab=selling")
    seller.get_by_role("link", name="Concert harmonica").click()
    order = seller.url.removeprefix(shop.url)
    expect(seller.get_by_role("heading", level=1)).to_have_text("Waiting for an answer")
    expect(seller.get_by_role("main")).to_contain_text("I could come today.")
    picture(seller, "08-request")
    seller.get_by_role("button", name="Accept", exact=True).click()
    expect(seller.get_by_role("heading", level=1)).to_have_text("Accepted")
    picture(seller, "09-accepted")
    dealing.propose_meeting(seller, place="Main station, under the clock")
    buyer.goto(order)
    expect(buyer.get_by_role("main")).to_contain_text("Main station, under the clock")
    expect(buyer.get_by_role("main")).not_to_contain_text("Europaplatz 4")
    picture(buyer, "10-proposal")
    buyer.get_by_role("button", name="Confirm the meeting").click()
    expect(buyer.get_by_role("heading", level=1)).to_have_text("Meeting agreed")
    expect(buyer.get_by_role("main")).to_contain_text("Europaplatz 4")
    code = buyer.locator(".order-code__digits").inner_text()
    picture(buyer, "11-code")
    return order, code


def pick_hours_of(neighbour, buyer, shop):
    dealing.log_in(neighbour, "seller@example.org")
    dealing.offer_hours(neighbour)
    picture(neighbour, "12-hours")
    neighbour.goto("/orders?tab=selling")
    neighbour.get_by_role("link", name="Oak dining table").click()
    other_order = neighbour.url.removeprefix(shop.url)
    neighbour.get_by_role("button", name="Accept", exact=True).click()
    buyer.goto(other_order)
    expect(buyer.get_by_label("The seller’s pick-up hours").locator("option")).to_have_count(
        8
    )  # Of two weeks, four half hours each.
    picture(buyer, "13-slots")
    buyer.get_by_role("button", name="Take this time").click()
    expect(buyer.get_by_role("heading", level=1)).to_have_text("Meeting agreed")
    expect(buyer.locator(".order-next__meeting")).to_contain_text("10:00–10:30")


def hand_over(seller, order, code):
    seller.goto(order)
    picture(seller, "14-scheduled")
    seller.get_by_label("The buyer’s code").fill("000000" if "000 000" not in code else "111111")
    seller.get_by_role("button", name="€39.50 received, hand over").click()
    expect(seller.get_by_role("alert")).to_be_visible()
    picture(seller, "15-wrong-code")
    seller.get_by_label("The buyer’s code").fill(code)
    seller.get_by_role("button", name="€39.50 received, hand over").click()
    expect(seller.get_by_role("heading", level=1)).to_have_text("Completed")
    picture(seller, "16-completed")


def review(seller, buyer, order, shop):
    dealing.review(seller, order, stars="5", text="On time, and the exact sum.")
    expect(seller.get_by_text("cannot read it yet")).to_be_visible()
    picture(seller, "17-one-review")
    dealing.review(buyer, order, stars="4", text="Just as it was described.")
    expect(buyer.get_by_text("On time, and the exact sum.")).to_be_visible()
    picture(buyer, "18-both-reviews")
    buyer.goto(order)
    page_of_seller = buyer.get_by_role("link", name="Selma S.").get_attribute("href")
    shop.wait_for(page_of_seller, "Just as it was described.")
    buyer.goto(page_of_seller)
    expect(buyer.locator(".review")).to_have_count(1)
    expect(buyer.locator(".review__head")).to_contain_text("4 of 5")
    picture(buyer, "19-seller")


def test_a_deal_from_the_sign_up_to_both_reviews(phone, shop, witness):
    seller, buyer, neighbour = phone(), phone(), phone()
    dealing.sign_up(seller, shop, name="Selma Sonne", address="selma@example.org", to="Sell, and buy")
    dealing.sign_up(buyer, shop, name="Benno Berg", address="benno@example.org", to="Buy")
    picture(buyer, "01-account")

    sell(seller, shop)
    harmonica = ask_both(buyer, shop)
    order, code = agree(seller, buyer, shop)
    pick_hours_of(neighbour, buyer, shop)
    hand_over(seller, order, code)
    shop.wait_for(harmonica, "This one has found a new home.")
    review(seller, buyer, order, shop)

    assert witness.faults() == []


def test_the_main_path_works_without_scripts(phone, shop, witness):
    seller, buyer = phone(java_script_enabled=False), phone(java_script_enabled=False)
    dealing.sign_up(seller, shop, name="Sven Stein", address="sven@example.org", to="Sell, and buy")
    dealing.sign_up(buyer, shop, name="Berta Bach", address="berta@example.org", to="Buy")
    dealing.write_listing(seller, title="Student zither", price="80")
    seller.get_by_role("button", name="Publish").click()
    expect(seller.get_by_text(f"“Student zither” {LISTED}")).to_be_visible()
    shop.wait_for("/category/music", "Student zither")

    dealing.find(buyer, shop, words="zither", title="Student zither")
    expect(buyer.locator(".gallery__track > li")).to_have_count(3)
    dealing.put_into_cart(buyer)
    buyer.get_by_role("link", name="Ask Sven S. for it").click()
    buyer.get_by_role("button", name="Ask the seller").click()
    expect(buyer.get_by_role("heading", level=1)).to_have_text("Waiting for an answer")
    order = buyer.url.removeprefix(shop.url)

    seller.goto(order)
    seller.get_by_role("button", name="Accept", exact=True).click()
    dealing.propose_meeting(seller, place="Market square")
    buyer.goto(order)
    buyer.get_by_role("button", name="Confirm the meeting").click()
    code = buyer.locator(".order-code__digits").inner_text()
    seller.goto(order)
    seller.get_by_label("The buyer’s code").fill(code)
    seller.get_by_role("button", name="€80.00 received, hand over").click()
    expect(seller.get_by_role("heading", level=1)).to_have_text("Completed")

    dealing.review(seller, order, stars="5", text="A pleasure.")
    dealing.review(buyer, order, stars="5", text="Sounds like the Alps.")
    buyer.goto(order)
    page_of_seller = buyer.get_by_role("link", name="Sven S.").get_attribute("href")
    shop.wait_for(page_of_seller, "Sounds like the Alps.")
    assert [one.url for one in witness.requests if one.resource_type == "script"] == []
    assert witness.faults() == []
