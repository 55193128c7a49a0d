"""Fills the installed shop, lets its owner in, and tells afterwards whether its data are right."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass

from tests.deploy.whole.figures import Figures
from tests.deploy.whole.installing import BY_ADDRESS, EMAIL, password_link
from tests.deploy.whole.room import Room
from tests.deploy.whole.visitors import Browser, Site, log_in_to_admin

PASSWORD = "Eine-lange-Leiter-7"


@dataclass(frozen=True)
class Shop:
    """What visitors have to know."""

    site: Site
    listings: list[tuple[int, str]]
    """Numbers and paths of those that can be bought."""
    people: list[tuple[str, str]]
    """Addresses and passwords."""
    seller: tuple[str, str]
    buyer: tuple[str, str]


def let_the_owner_in(room: Room, figures: Figures) -> None:
    """By the link that the installation printed, then by the form of the admin."""
    browser = Browser(BY_ADDRESS)
    place = password_link(room)
    while (said := browser.ask(place)).status == 302:
        place = said.headers["Location"]
    said = browser.ask(place, {"password1": PASSWORD, "password2": PASSWORD})
    browser = Browser(BY_ADDRESS)
    answer = log_in_to_admin(browser, EMAIL, PASSWORD)
    admin = browser.ask("/admin/")
    holds = answer.status == 302 and admin.status == 200
    figures.note(
        "admin: log-in by the printed link and the form", f"{said.status}, {answer.status}, {admin.status}", holds=holds
    )


def fill(room: Room, figures: Figures, *, listings: int) -> Shop:
    """The demo, which a production shop refuses: so it is told that this is none."""
    room.manage(
        *("demo", "--add", "--no-photos", "--listings", str(listings), "--orders", "0", "--visits", "0"),
        CATALORO_ENV="development",
    )
    logins = json.loads(room.file("/var/lib/cataloro/demo-logins.json").read_text())
    by_role = {one["role"]: (one["email"], one["password"]) for one in logins}
    started = time.monotonic()
    pages: list[str] = []
    while len(pages) < listings // 2 and time.monotonic() < started + 120:
        time.sleep(0.5)
        pages = sorted(set(re.findall(r"<loc>http://[^/]+(/listing/[^<]+)</loc>", _sitemap())))
    found = []
    for page in pages:
        form = re.search(r'name="listing" value="(\d+)"', Browser(BY_ADDRESS).ask(page).body)
        if form and "waiting/join" not in Browser(BY_ADDRESS).ask(page).body:
            found.append((int(form[1]), page))
    figures.note("publisher: what the demo made is live", f"{len(pages)} pages of goods", holds=len(found) > 3)
    return Shop(
        site=BY_ADDRESS, listings=found, people=list(by_role.values()), seller=by_role["seller"], buyer=by_role["buyer"]
    )


def _sitemap() -> str:
    browser = Browser(BY_ADDRESS)
    first = browser.ask("/sitemap.xml").body
    return first + "".join(
        browser.ask(one).body for one in re.findall(r"<loc>http://[^/]+(/sitemap-[^<]+)</loc>", first)
    )
