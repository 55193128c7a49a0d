"""Who gets into the admin panel, and who does not."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.people import PASSWORD

pytestmark = pytest.mark.browser


def log_in(page, email, password=PASSWORD):
    page.goto("/admin/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("who", ["buyer", "seller"])
def test_people_who_buy_and_sell_stay_outside(open_window, who):
    page = open_window()

    log_in(page, f"{who}@example.org")

    expect(page.get_by_text("You do not have permission to access the admin")).to_be_visible()
    page.goto("/admin/pages/")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert "/admin/login/" in page.url


def test_strangers_stay_outside(open_window):
    page = open_window()

    log_in(page, "admin@example.org", "guessed wrong")

    expect(page.get_by_role("alert").or_(page.locator(".messages"))).to_contain_text("No account has")
    assert "/admin/login/" in page.url


@pytest.mark.parametrize("who", ["editor", "moderator", "admin"])
def test_staff_come_in(admin_desk, who):
    page = admin_desk(who)

    expect(page).to_have_url(re.compile("/admin/$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
