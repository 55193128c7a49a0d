"""People who ask without pause, through Nginx, while something happens to the server; every answer is counted.

Those who come for a dynamic page come from a new address of the loopback network each time, as strangers do: the limits
of the shop stay as they are delivered. A connection that was kept open and is closed before the answer begins is opened
again once, as every browser does; that is counted by itself.
"""

from __future__ import annotations

import http.client
import itertools
import random
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlencode

PATIENCE = 60.0
REOPENED = "reopened"
_BOUNDARY = "between-the-parts-of-a-form"
_ADDRESSES = itertools.count(1)


@dataclass(frozen=True)
class Site:
    """Where the shop is asked for: an address, its name, and the one authority that browsers trust (none: http)."""

    address: str
    name: str
    authority: Path | None = None

    @property
    def url(self) -> str:
        """Without a slash at the end."""
        return f"{'https' if self.authority else 'http'}://{self.name}"

    def connect(self, *, own: str = "") -> http.client.HTTPConnection:
        """A new connection, from one's own address. Raises OSError, also for a certificate that is not trusted."""
        port, source = (443 if self.authority else 80), ((own, 0) if own else None)
        made = socket.create_connection((self.address, port), timeout=PATIENCE, source_address=source)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # As browsers do: else each HTTPS one waits 40 ms.
        connection = http.client.HTTPConnection(self.name, timeout=PATIENCE)
        # Where it has been closed, http.client would open another one without a word, to the wrong address.
        connection.auto_open = 0
        connection.sock = self._trust.wrap_socket(made, server_hostname=self.name) if self.authority else made
        return connection

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.authority))


@dataclass
class Tally:
    """What one kind of visitors met."""

    asked: int = 0
    reopened: int = 0
    longest: float = 0.0
    last: float = 0.0
    """When the last good answer was."""
    failures: list[str] = field(default_factory=list)

    def row(self, name: str) -> tuple[str, ...]:
        """For the table."""
        return (name, str(self.asked), str(len(self.failures)), str(self.reopened), f"{self.longest:.1f}")


@dataclass(frozen=True)
class Said:
    """An answer."""

    status: int
    headers: http.client.HTTPMessage
    body: str


class Browser:
    """One person with cookies."""

    def __init__(self, site: Site, *, keeps_open: bool = False) -> None:
        self._site, self._keeps_open = site, keeps_open
        self._connection: http.client.HTTPConnection | None = None
        number = next(_ADDRESSES)
        self._address = (
            "127.0.0.1" if keeps_open else f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"
        )
        self.cookies: dict[str, str] = {}
        self.reopened = 0

    def ask(self, path: str, fields: Mapping[str, str] | None = None, *, file: bytes | None = None) -> Said:
        """With fields, or a file in the field `file`, a form is sent. Raises OSError or HTTPException."""
        kept = self._connection is not None
        try:
            return self._ask(path, fields, file)
        except (OSError, http.client.HTTPException):
            self.close()
            if not kept:
                raise
            self.reopened += 1
            return self._ask(path, fields, file)

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, path: str, fields: Mapping[str, str] | None, file: bytes | None) -> Said:
        if self._connection is None:
            self._connection = self._site.connect(own=self._address)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if file is not None:
            head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
            body = head.encode() + file + f"\r\n--{_BOUNDARY}--\r\n".encode()
            headers["Content-Type"] = f"multipart/form-data; boundary={_BOUNDARY}"
        elif fields is not None:
            body = urlencode(fields).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if body is not None:
            headers |= {"Origin": self._site.url, "Referer": f"{self._site.url}{path}"}
        self._connection.request("GET" if body is None else "POST", path, body=body, headers=headers)
        answer = self._connection.getresponse()
        text = answer.read().decode(errors="replace")
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        if not self._keeps_open:
            self.close()
        return Said(answer.status, answer.headers, text)


Visit = Callable[[], Iterator[tuple[str, str]]]
"""Yields for each answer what was asked, and what was wrong with the answer (nothing: it was right)."""


class Crowd:
    """All of them, each kind in a thread of its own."""

    def __init__(self, visits: Mapping[str, Visit]) -> None:
        self.tallies = {name: Tally() for name in visits}
        self._visits, self._over = visits, threading.Event()
        self._threads = [threading.Thread(target=self._go, args=(name,), daemon=True) for name in visits]

    @contextmanager
    def asking(self) -> Iterator[None]:
        """While the block runs."""
        for one in self._threads:
            one.start()
        try:
            yield
        finally:
            self._over.set()
            for one in self._threads:
                one.join(PATIENCE * 2)

    def marks(self) -> dict[str, int]:
        """How many failures there were so far, by kind."""
        return {name: len(one.failures) for name, one in self.tallies.items()}

    def _go(self, name: str) -> None:
        tally, visit = self.tallies[name], self._visits[name]
        while not self._over.is_set():
            answers = visit()
            while not self._over.is_set():
                started = time.monotonic()
                path = "?"
                try:
                    path, wrong = next(answers)
                except StopIteration:
                    break
                except (OSError, http.client.HTTPException) as error:
                    wrong = repr(error)
                took = time.monotonic() - started
                tally.asked += 1
                tally.longest = max(tally.longest, took)
                if wrong == REOPENED:
                    tally.reopened += 1
                elif wrong:
                    tally.failures.append(f"{time.strftime('%H:%M:%S')} {path}: {wrong}")
                    break
                tally.last = time.monotonic()


@dataclass(frozen=True)
class Visitors:
    """Of a shop with these listings (number and path), its admin, and people with passwords."""

    site: Site
    listings: list[tuple[int, str]]
    admin: tuple[str, str]
    people: list[tuple[str, str]]

    def kinds(self) -> dict[str, Visit]:
        """What each kind does, again and again."""
        kept = Browser(self.site, keeps_open=True)
        return {
            "static pages, one connection": lambda: self.look_at_pages(kept),
            "static pages, a new connection each": lambda: self.look_at_pages(Browser(self.site)),
            "search": self.search,
            "into the cart": self.fill_a_cart,
            "log-in": self.log_in,
            "admin": self.work_in_the_admin,
        }

    def look_at_pages(self, browser: Browser) -> Iterator[tuple[str, str]]:
        """The home page with what it needs, then goods."""
        home = browser.ask("/")
        yield "/", _not(home, 200)
        for asset in sorted(set(re.findall(r'"(/assets/[^"?#]+\.(?:css|js))"', home.body))):
            yield asset, _not(browser.ask(asset), 200)
        for _ in range(20):
            _, path = random.choice(self.listings)  # noqa: S311 (no secret)
            said = browser.ask(path)
            yield path, _not(said, 200) or ("" if said.body.rstrip().endswith("</html>") else "cut off")
        for _ in range(browser.reopened):
            yield "/", REOPENED
        browser.reopened = 0

    def search(self) -> Iterator[tuple[str, str]]:
        """For the first word of something that is there."""
        _, listing = random.choice(self.listings)  # noqa: S311 (no secret)
        path = "/search?" + urlencode({"q": listing.rpartition("/")[2].split("-")[1]})
        yield path, _not(Browser(self.site).ask(path), 200)

    def fill_a_cart(self) -> Iterator[tuple[str, str]]:
        """As a stranger: the form says where it comes from, which is what the shop goes by."""
        browser, (number, path) = Browser(self.site), random.choice(self.listings)  # noqa: S311 (no secret)
        yield "/cart/add", _not(browser.ask("/cart/add", {"listing": str(number)}), 302)
        said = browser.ask("/cart")
        yield "/cart", _not(said, 200) or ("" if path in said.body else f"{path} is not in it")

    def log_in(self) -> Iterator[tuple[str, str]]:
        """And look at one's account."""
        browser, (email, password) = Browser(self.site), random.choice(self.people)  # noqa: S311 (no secret)
        yield "/account/login", _not(browser.ask("/account/login"), 200)
        said = browser.ask("/account/login", {"login": email, "password": password})
        yield "/account/login (sent)", _not(said, 302)
        yield "/account", _not(browser.ask("/account"), 200)

    def work_in_the_admin(self) -> Iterator[tuple[str, str]]:
        """Log in by the form with its token, then look at pages and what they need."""
        browser = Browser(self.site)
        yield "/admin/login/", _not(log_in_to_admin(browser, *self.admin), 302)
        for path in ("/admin/", "/admin/pages/", "/admin/", "/admin/account/") * 5:
            said = browser.ask(path)
            yield path, _not(said, 200, 302)
            for asset in re.findall(r'"(/static/[^"?#]+\.(?:css|js))"', said.body)[:2]:
                yield asset, _not(browser.ask(asset), 200)


def log_in_to_admin(browser: Browser, email: str, password: str) -> Said:
    """As a browser does it: with the token of the form."""
    form = browser.ask("/admin/login/")
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.body)
    if form.status != 200 or found is None:
        return form
    return browser.ask(
        "/admin/login/", {"csrfmiddlewaretoken": found[1], "username": email, "password": password, "next": "/admin/"}
    )


def _not(said: Said, *wanted: int) -> str:
    return "" if said.status in wanted else f"{said.status} {said.headers.get('Location', '')}"
