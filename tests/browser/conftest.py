"""One real shop and one real Chromium for all browser tests, and a fresh window for each."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.running_shop import open_shop
from tests.browser.witness import Witness
from tests.factories.people import PASSWORD
from tests.plugin import run_folder

DESKTOP = {"width": 1280, "height": 900}
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 15_000
"""Milliseconds until something that should show up counts as missing: a busy machine is no bug."""


# Both live no longer than this folder's tests: while Playwright is there, Django takes the thread for asynchronous.
@pytest.fixture(scope="package")
def shop(django_db_setup):
    """The shop, open."""
    with open_shop(run_folder() / "shop", migrated=run_folder() / "template.sqlite3") as opened:
        yield opened


@pytest.fixture(scope="package")
def browser(chromium, shop):
    """The browser. It starts after the shop, whose preparations ask the database."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(chromium), args=[*CHROMIUM_OPTIONS])
        expect.set_options(timeout=PATIENCE)
        yield launched
        launched.close()


@pytest.fixture
def witness():
    """What the windows of this test asked for and complained about."""
    return Witness()


@pytest.fixture
def open_window(browser, shop, witness):
    """Opens windows without anything in common (cookies, cache), each watched by `witness`."""
    contexts = []

    def open_one(**options):
        context = browser.new_context(**{"base_url": shop.url, "viewport": DESKTOP, **options})
        context.set_default_timeout(PATIENCE)
        witness.watch(context)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def shopper(open_window):
    """The window of somebody who looks around, and is nobody known."""
    return open_window()


@pytest.fixture
def plain_shopper(open_window):
    """The same without JavaScript."""
    return open_window(java_script_enabled=False)


@pytest.fixture(scope="package")
def _cookies_of_staff():
    return {}


@pytest.fixture
def admin_desk(open_window, _cookies_of_staff):
    """Opens the admin for one of the staff; the form of the log-in is filled in once for each."""

    def open_one(who):
        page = open_window(storage_state=_cookies_of_staff.get(who))
        page.goto("/admin/")
        if who not in _cookies_of_staff:
            page.get_by_label("E-mail address").fill(f"{who}@example.org")
            page.get_by_role("textbox", name="Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            expect(page).to_have_url(re.compile("/admin/$"))
            _cookies_of_staff[who] = page.context.storage_state()
        return page

    return open_one
