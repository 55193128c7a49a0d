"""What two people who deal with each other do on a phone, step by step, by the words that they see."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.post import link_for
from tests.browser.stock import still_life
from tests.factories.people import PASSWORD

if TYPE_CHECKING:
    from tests.browser.running_shop import Shop

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
ON_THE_WALL = ZoneInfo("Europe/Berlin")
"""The clock by which the shop's people agree on times, unless an operator sets another."""

COLOURS = ("#8a5a3c", "#3c6e71", "#5f7a4a")


def sign_up(page: Page, shop: Shop, *, name: str, address: str, to: str) -> None:
    """Make an account and confirm the address by the link in the mail; `to` is Buy, or Sell, and buy."""
    page.goto("/")
    page.get_by_role("link", name="Account").click()
    page.get_by_role("main").get_by_role("link", name="Sign up").click()
    page.get_by_role("radio", name=to, exact=True).check()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    page.goto(link_for(shop, address, "/account/confirm/"))
    expect(page.get_by_text(f"Is {address} your address?")).to_be_visible()
    page.get_by_role("button", name="Yes, confirm it").click()
    page.goto("/account")
    expect(page.get_by_role("main")).to_contain_text(name)


def log_in(page: Page, address: str) -> None:
    """Somebody whose account is there already."""
    page.goto("/account/login")
    page.get_by_label("E-mail").first.fill(address)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(re.compile("/account$"))


def write_listing(page: Page, *, title: str, price: str) -> None:
    """Fill in the form, with three photos; the button is still to be pressed."""
    page.goto("/sell/new")
    for number, colour in enumerate(COLOURS, start=1):
        photo = FilePayload(
            name=f"{number}.jpg", mimeType="image/jpeg", buffer=still_life(colour, width=640, height=480)
        )
        page.locator(f"#id_photo{number}_file").set_input_files(photo)
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Category", exact=True).select_option(label="Music")
    page.get_by_label("Description", exact=True).fill("Played at home, kept dry. All keys work.")
    page.get_by_label("Price", exact=True).fill(price)


def find(page: Page, shop: Shop, *, words: str, title: str) -> None:
    """From the home page by the field at the top to the page of a listing, once the search knows it."""
    shop.wait_for(f"/search?q={words}", title)
    page.goto("/")
    page.get_by_role("searchbox", name="Search listings").fill(words)
    page.get_by_role("searchbox", name="Search listings").press("Enter")
    expect(page.get_by_role("status").filter(has_text="One listing")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def put_into_cart(page: Page) -> None:
    """The good whose page is open."""
    page.get_by_role("button", name="Add to cart").click()
    expect(page).to_have_url(re.compile("/cart$"))


def propose_meeting(page: Page, *, place: str) -> None:
    """In an hour: late enough to be in the future, and near enough for the code to be good."""
    start = (datetime.now(ON_THE_WALL) + timedelta(hours=1)).replace(second=0, microsecond=0)
    page.get_by_label("Place", exact=True).fill(place)
    page.get_by_label("Exact address").fill("Europaplatz 4, Graz")
    page.get_by_label("Day and time").fill(start.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Send the proposal").click()
    expect(page.get_by_text("Your proposal is on its way.")).to_be_visible()


def offer_hours(page: Page) -> None:
    """Hand things over two hours a week, the day after tomorrow."""
    day = datetime.now(ON_THE_WALL) + timedelta(days=2)
    page.goto("/orders/windows")
    page.get_by_label("Day", exact=True).select_option(str(day.weekday()))
    page.get_by_label("From", exact=True).fill("10:00")
    page.get_by_label("To", exact=True).fill("12:00")
    page.get_by_label("Place", exact=True).fill("The shop in the yard")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".order-window")).to_have_count(1)


def review(page: Page, order: str, *, stars: str, text: str) -> None:
    """Say how it was."""
    page.goto(order)
    page.get_by_role("link", name="review").click()
    page.get_by_role("radio", name=stars).check()
    page.get_by_label("In your words").fill(text)
    page.get_by_role("button", name="Send review").click()
    expect(page.get_by_text("What you wrote")).to_be_visible()
