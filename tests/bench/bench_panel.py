"""How long the admin takes over HTTP in a large shop that has lived for a year: each list, with each order and filter.

Nothing is listed by hand: an admin's own menu leads to the pages, the links and fields of each page to its orders,
filters and late pages, its table to the first thing in it. Real gunicorn, one client. Each address is asked so many
times, all of them in turn; set against an empty view (`/healthz`) of the same server. Prints a table and JSON.
"""

from __future__ import annotations

import argparse
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.bench.catalogues import Life
from tests.bench.clients import Answer, Request, ask
from tests.bench.shop import SITE_URL, new_shop, report, say
from tests.bench.tables import percentile, show, times
from tests.bench.web import web_server

if TYPE_CHECKING:
    from tests.bench.shop import Shop

TARGET_MS = 500.0
FLOOR = "/healthz"
SEARCHED = ("chair", "an", "7", "zzyzx")
"""What is typed into the search box of each list: a word, a beginning, a number, nothing that is there."""

LATE_PAGE = "40"
VALUES_OF_A_FILTER = 2
SLOWEST = 25
"""Rows of the table."""

_SESSION = """
from cms.accounts.models import User
from tests.factories.sessions import session_of
print(session_of(User.objects.filter(is_superuser=True).order_by("number").first()))
"""
_MENU_ADDRESS = re.compile(r'"url": ?"(/admin/[^"?#]*)"')
_LEADS_AWAY = ("/admin/logout/", "/admin/sprite", "/admin/jsi18n/")
_OF_ONE = re.compile(r"^/admin/.*\d.*")


class _Page(HTMLParser):
    """What a page offers: links, and the fields of its forms that are sent with GET."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.choices: dict[str, list[str]] = {}
        self.has_search = False
        self._asks = False
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name, value = found.get("name", ""), found.get("value", "")
        match tag:
            case "form":
                self._asks = found.get("method", "get").lower() == "get"
            case "a":
                self.links.append(found.get("href", ""))
            case "input" if self._asks and name == "q":
                self.has_search = True
            case "input" if self._asks and found.get("type") in ("radio", "checkbox"):
                self._offer(name, value)
            case "select":
                self._select = name if self._asks else ""
            case "option" if self._select:
                self._offer(self._select, value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._asks = False
        elif tag == "select":
            self._select = ""

    def _offer(self, name: str, value: str) -> None:
        offered = self.choices.setdefault(name, [])
        if name and value and len(offered) < VALUES_OF_A_FILTER:
            offered.append(value)


def addresses_of(page: str, html: str) -> list[str]:
    """What a person can ask for from this list: orders, late pages, searches, filters, and the first thing in it."""
    offers = _Page(html)
    found: dict[str, None] = {page: None}
    queries = [dict(parse_qsl(urlsplit(one).query)) for one in offers.links if urlsplit(one).path in ("", page)]
    orders = {query["ordering"] for query in queries if "ordering" in query}
    asked = [{"ordering": one} for one in sorted(orders)]
    if any("p" in query for query in queries):
        asked += [{"p": LATE_PAGE}, *({"ordering": one, "p": LATE_PAGE} for one in sorted(orders))]
    if offers.has_search:
        asked += [{"q": one} for one in SEARCHED]
    asked += [{name: value} for name, values in offers.choices.items() for value in values]
    found.update(dict.fromkeys(f"{page}?{urlencode(one)}" for one in asked))
    inside = [urlsplit(one).path for one in offers.links if one.startswith(page) and _OF_ONE.match(one)]
    found.update(dict.fromkeys(inside[:2]))
    return list(found)


def main() -> None:
    """One database after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_panel", description=__doc__)
    parser.add_argument("--listings", type=int, default=1000, help="size of the shop (default 1000)")
    parser.add_argument("--users", type=int, default=None, help="people (default half as many as listings)")
    parser.add_argument("--orders", type=int, default=None, help="orders (default half as many as listings)")
    parser.add_argument("--days", type=int, default=365, help="with visitors (default 365)")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default=None, help="one of them (default both)")
    parser.add_argument("--times", type=int, default=5, help="each address is asked (default 5)")
    options = parser.parse_args()
    half = options.listings // 2
    life = Life(
        users=half if options.users is None else options.users,
        orders=half if options.orders is None else options.orders,
        days=options.days,
    )
    databases = (options.database,) if options.database else ("sqlite", "postgresql")
    report({one: _measure(one, options.listings, life, options.times) for one in databases})


def _measure(database: str, listings: int, life: Life, turns: int) -> dict[str, Any]:
    with new_shop(listings=listings, database=database, life=life) as shop:
        shop.build.mkdir(exist_ok=True)
        # Pages of the app ask only which release is live; to build this one would take minutes.
        (shop.build / "live").symlink_to("releases/none")
        session = _session(shop)
        with web_server(shop.environment, shop.folder, workers=2) as web:
            addresses = _found_by_walking(web.port, session)
            say(f"{len(addresses)} addresses")
            took: dict[str, list[float]] = {one: [] for one in (FLOOR, *addresses)}
            for turn in range(turns + 1):  # Once to warm up.
                for address, kept in took.items():
                    answer = _asked(web.port, address, session)
                    if turn:
                        kept.append(answer.took * 1000)
    figures = {
        address: {"p50_ms": percentile(all_, 0.5), "p95_ms": percentile(all_, 0.95)} for address, all_ in took.items()
    }
    floor = figures.pop(FLOOR)
    everything = percentile([one for address in figures for one in took[address]], 0.95)
    slow = sorted(figures.items(), key=lambda one: -one[1]["p95_ms"])
    over = [address for address, one in slow if one["p95_ms"] > TARGET_MS]
    rows = [
        (address, f"{one['p50_ms']:.0f}", f"{one['p95_ms']:.0f}", times(one["p50_ms"], floor["p50_ms"]))
        for address, one in slow[:SLOWEST]
    ]
    title = (
        f"{listings:,} listings, {life.users:,} people, {life.orders:,} orders on {database}: "
        f"{len(figures)} addresses, p95 of all answers {everything:.0f} ms, {len(over)} over {TARGET_MS:.0f} ms; "
        f"an empty view {floor['p50_ms']:.0f} ms. The slowest:"
    )
    show(title, ("address", "p50 ms", "p95 ms", "p50 / empty"), rows)
    return {"p95_ms": everything, "over": over, "addresses": figures}


def _session(shop: Shop) -> str:
    return shop.run("shell", "--no-imports", "-v0", "-c", _SESSION).strip()


def _found_by_walking(port: int, session: str) -> list[str]:
    """All that the menu leads to, and what each of those pages offers."""
    first = _asked(port, "/admin/", session).body.decode()
    found: dict[str, None] = {}
    for page in dict.fromkeys(["/admin/", *_MENU_ADDRESS.findall(first)]):
        if page.startswith(_LEADS_AWAY):
            continue
        answer = _asked(port, page, session, also=302)
        if answer.status == 200:
            found.update(dict.fromkeys(addresses_of(page, answer.body.decode())))
    return list(found)


def _asked(port: int, address: str, session: str, *, also: int = 200) -> Answer:
    """The answer. Raises RuntimeError for one that is no page."""
    answer = ask(port, Request(address, session="" if address == FLOOR else session), origin=SITE_URL)
    if answer.status not in (200, also):
        raise RuntimeError(f"{address}: {answer.status} {answer.location}")
    return answer


if __name__ == "__main__":
    main()
