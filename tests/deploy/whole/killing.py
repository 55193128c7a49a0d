"""Kills every service in turn, without a warning, while people ask and buy; then looks whether the data are right."""

from __future__ import annotations

import dataclasses
import http.client
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.deploy.whole.figures import Figures
from tests.deploy.whole.installing import wait_until
from tests.deploy.whole.room import Room
from tests.deploy.whole.shop import Shop
from tests.deploy.whole.upgrading import crowd_of
from tests.deploy.whole.visitors import Browser, Crowd, Site

_IN_FLIGHT = 12
"""What a killed app may have been working on: as many requests as there are people who ask it, and some."""
_WORKER = "kill -9 $(pgrep -P $(systemctl show cataloro-web --property=MainPID | cut -d= -f2) | head -1)"
_KILLED: tuple[tuple[str, tuple[str, ...], int | None], ...] = (
    ("web (all its processes)", ("systemctl", "kill", "-s", "KILL", "cataloro-web.service"), _IN_FLIGHT),
    ("a worker of web", ("bash", "-c", _WORKER), _IN_FLIGHT),
    ("publisher", ("systemctl", "kill", "-s", "KILL", "cataloro-publisher.service"), 0),
    ("tasks", ("systemctl", "kill", "-s", "KILL", "cataloro-tasks.service"), 0),
    ("visits", ("systemctl", "kill", "-s", "KILL", "cataloro-visits.service"), 0),
    ("PostgreSQL (all its processes)", ("systemctl", "kill", "-s", "KILL", "postgresql.service"), None),
)
"""Whom, how, and how many requests may fail for it (None: those that need the database, until it is back)."""
_NGINX_WORKERS = ("bash", "-c", "kill -9 $(pgrep -P $(cat /run/nginx.pid))")
_NGINX_MASTER = ("bash", "-c", "kill -9 $(cat /run/nginx.pid)")
_STATIC = "static pages"
_PAUSE = 3.0
_FOR_THE_BUYER = 5


@dataclass
class Buyer:
    """Somebody who buys and takes it back, again and again; knows which orders the shop has confirmed."""

    shop: Shop
    confirmed: list[str] = field(default_factory=list)
    unclear: int = 0
    """Sent, and no answer came: these may be there or not."""

    @contextmanager
    def buying(self) -> Iterator[None]:
        """While the block runs."""
        over = threading.Event()

        def go() -> None:
            while not over.is_set():
                try:
                    self._buy(over)
                except (OSError, http.client.HTTPException, AssertionError):
                    time.sleep(0.2)

        thread = threading.Thread(target=go, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join(120)

    def _buy(self, over: threading.Event) -> None:
        browser = Browser(self.shop.site)
        assert (
            browser.ask("/account/login", dict(zip(("login", "password"), self.shop.buyer, strict=True))).status == 302
        )
        for number, _ in self.shop.listings[-_FOR_THE_BUYER:] * 1000:
            if over.is_set():
                return
            assert browser.ask("/cart/add", {"listing": str(number)}).status == 302
            page = browser.ask("/checkout")
            fields = dict(re.findall(r'<input type="hidden" name="(key|line)" value="([^"]+)"', page.body))
            if "line" not in fields:
                continue
            self.unclear += 1
            said = browser.ask("/checkout", {**fields, "note": ""})
            place = said.headers.get("Location", "")
            if said.status < 500:
                self.unclear -= 1
            if said.status == 302 and place.startswith("/orders/O-"):
                self.confirmed.append(place.rpartition("/")[2])
                browser.ask(f"{place}/withdraw", {"note": ""})


def kill_in_turn(room: Room, shop: Shop, figures: Figures) -> None:
    """All but Nginx's master under load; that one by itself at the end."""
    # What somebody has just bought, others cannot put into their cart.
    buyer, crowd = Buyer(shop), crowd_of(dataclasses.replace(shop, listings=shop.listings[:-_FOR_THE_BUYER]))
    dynamic = frozenset(name for name in crowd.tallies if not name.startswith(_STATIC))
    with crowd.asking(), buyer.buying():
        time.sleep(_PAUSE * 2)
        for name, command, most in _KILLED:
            _kill(room, shop.site, figures, crowd, name, command, most)
            _change_something(room, shop, figures, name)
        failed = crowd.marks()
    static = {name: one for name, one in crowd.tallies.items() if name.startswith(_STATIC)}
    lost = sum(failed[name] for name in static)
    figures.note(
        "kills: static pages that failed", f"{lost} of {sum(one.asked for one in static.values())}", holds=not lost
    )
    figures.note_crowd("kills", crowd, may_fail=dynamic)
    _look_at_orders(room, buyer, figures)
    for name, command in (("Nginx's workers", _NGINX_WORKERS), ("Nginx's master", _NGINX_MASTER)):
        crowd = crowd_of(shop)
        with crowd.asking():
            time.sleep(_PAUSE)
            _kill(room, shop.site, figures, crowd, name, command, None)
        for kind, one in crowd.tallies.items():
            figures.note(f"kills: {name}: {kind}", f"{one.asked} answers, {len(one.failures)} failed")
    verified = room.manage("publish", "--verify")
    figures.note("kills: publish --verify", verified.strip().splitlines()[-1], holds=_none_differs(verified))


def _kill(
    room: Room, site: Site, figures: Figures, crowd: Crowd, name: str, command: tuple[str, ...], most: int | None
) -> None:
    before = crowd.marks()
    started = time.monotonic()
    room.run(*command)
    back = wait_until(lambda: _is_well(room, site), seconds=120)
    took = time.monotonic() - started
    time.sleep(_PAUSE)
    after = crowd.marks()
    lost = {kind: after[kind] - before[kind] for kind in after if after[kind] > before[kind]}
    fine = most is None or sum(lost.values()) <= most
    words = ", ".join(f"{count} of “{kind}”" for kind, count in lost.items()) or "none"
    figures.note(f"kills: {name}", f"all is well after {took:.1f} s; failed: {words}", holds=back and fine)


def _is_well(room: Room, site: Site) -> bool:
    """All services run, the app reaches its database, and pages are there."""
    names = ("cataloro-web", "cataloro-publisher", "cataloro-tasks", "cataloro-visits", "nginx", "postgresql")
    if not all(room.try_run("systemctl", "is-active", "--quiet", name).returncode == 0 for name in names):
        return False
    try:
        return all(Browser(site).ask(path).status == 200 for path in ("/", "/healthz", "/search"))
    except (OSError, http.client.HTTPException):
        return False


def _change_something(room: Room, shop: Shop, figures: Figures, after: str) -> None:
    """The publisher has to bring it to the page."""
    number, path = shop.listings[0]
    word = f"Changed {time.monotonic_ns()}"
    change = f"UPDATE catalog_listing SET title = '{word}' WHERE id = {number}"  # noqa: S608 (both are ours)
    room.run("runuser", "-u", "postgres", "--", "psql", "-d", "cataloro", "-c", change)
    started = time.monotonic()
    live = wait_until(lambda: word in Browser(shop.site).ask(path).body, seconds=60)
    figures.note(
        f"kills: a change after that of {after} is live", f"after {time.monotonic() - started:.1f} s", holds=live
    )


def _look_at_orders(room: Room, buyer: Buyer, figures: Figures) -> None:
    asked = "SELECT count(*), count(DISTINCT number) FROM shop_orders_order"
    said = room.run("runuser", "-u", "postgres", "--", "psql", "-d", "cataloro", "-Atc", asked).strip()
    total, different = map(int, said.split("|"))
    known = len(buyer.confirmed)
    holds = known <= total <= known + buyer.unclear and different == total and len(set(buyer.confirmed)) == known > 0
    words = f"{known} confirmed, {buyer.unclear} sent without an answer, {total} in the database"
    figures.note("kills: orders", words, holds=holds)


def _none_differs(said: str) -> bool:
    found = re.search(r"(\d+) of \d+ outputs differ", said)
    return found is not None and found[1] == "0"
