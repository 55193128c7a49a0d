"""Reads lines of the log: those that are views of pages become Hits, all others are counted by what they are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar

from cms.visits.agents import ROBOT, device_of
from cms.visits.days import Calendar
from cms.visits.pages import ROBOTS, Page, page_at

T = TypeVar("T")

JSON = "json"
COMBINED = "combined"
FORMATS = (JSON, COMBINED)

LONGEST_LINE = 65536
_LONGEST_ADDRESS = 64
_MOST_KEPT = 20_000
_LONGEST_KEPT = 500
_NOT_MODIFIED = 304
_SUCCESSES = range(200, 300)

_COMBINED = re.compile(
    r'(?P<addr>\S+) \S+ [^\[]*\[(?P<time>[^\]]+)\] "(?P<request>(?:[^"\\]|\\.)*)" (?P<status>\d{3}) (?:\d+|-) '
    r'"(?P<referrer>(?:[^"\\]|\\.)*)" "(?P<agent>(?:[^"\\]|\\.)*)".*'
)
_REFERRER = re.compile(r"https?://(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.?)(?::[0-9]+)?(?:[/?#]|$)", re.IGNORECASE)
_LONGEST_HOST = 100
_STATUS_DIGITS = 3
_STAFF = (1, "1")
_scan: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # Quicker than loads.


class NotALine(Exception):
    """Not a line of such a log."""


Line = tuple[str, str, str, int, str, str, str, bool]
"""What one line says: time, method, uri, status, referrer, agent, addr, and whether it is one of the staff."""


class Hit(NamedTuple):
    """Somebody looked at a page. `page` is None for who asked for robots.txt, `referrer` for who came from the shop."""

    day: date
    hour: int
    minute: int
    page: Page | None
    referrer: str | None
    device: str
    addr: str
    agent: str


@dataclass(slots=True)
class Sorted:
    """What a number of lines are. What robots on the list looked at is told by day."""

    lines: int = 0
    malformed: int = 0
    skipped: int = 0
    robots: dict[date, int] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)


def read_json(text: str) -> Line:
    """A line of our own log. Raises NotALine."""
    text = text.strip()
    try:
        found, end = _scan(text, 0)
        time, method, uri, status = found["time"], found["method"], found["uri"], found["status"]
        referrer, agent, addr = found.get("referrer", ""), found["agent"], found["addr"]
    except (StopIteration, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotALine from error
    # Written out: this is done for each line.
    if not (type(time) is type(method) is type(uri) is type(referrer) is type(agent) is type(addr) is str):
        raise NotALine
    if type(status) is not int:
        status = _status(status)
    if end != len(text):
        raise NotALine
    return time, method, uri, status, referrer, agent, addr, found.get("staff") in _STAFF


def _status(text: object) -> int:
    """Of a request that broke off early Nginx writes 000, which is no number in JSON. Raises NotALine."""
    if type(text) is str and len(text) == _STATUS_DIGITS and text.isascii() and text.isdecimal():
        return int(text)
    raise NotALine


def read_combined(text: str) -> Line:
    """A line of the common "combined" format. Raises NotALine."""
    found = _COMBINED.fullmatch(text)
    if found is None:
        raise NotALine
    addr, time, request, status, referrer, agent = found.groups()
    parts = request.split(" ")
    if len(parts) != 3:  # noqa: PLR2004 (method, address, protocol)
        parts = [request, "", ""]  # Somebody spoke no HTTP to the server, which wrote it down as it was.
    return time, parts[0], parts[1], int(status), referrer, agent, addr, False


class Sorter:
    """Sorts lines. Keeps what it has learnt about addresses, agents and times, within bounds."""

    def __init__(self, calendar: Calendar, *, own_hosts: Iterable[str], form: str | None = None) -> None:
        self._calendar = calendar
        self._own = {host.removeprefix("www.") for host in own_hosts}
        self._form = form
        self._pages: dict[str, Page | None] = {}
        self._devices: dict[str, str] = {}
        self._referrers: dict[str, str | None] = {}

    def sort(self, lines: Iterable[bytes]) -> Sorted:
        """What these lines are."""
        found = Sorted()
        for raw in lines:
            found.lines += 1
            try:
                self._take(raw, found)
            except NotALine:
                found.malformed += 1
        return found

    def _take(self, raw: bytes, found: Sorted) -> None:
        time, method, uri, status, referrer, agent, addr, is_staff = self._read(raw)
        moment = self._calendar.moment(time)
        if moment is None or not 0 < len(addr) <= _LONGEST_ADDRESS:
            raise NotALine
        path = uri.partition("?")[0]
        page = self._page(path)
        if (page is None and path != ROBOTS) or method != "GET" or is_staff:
            found.skipped += 1
            return
        if status not in _SUCCESSES and status != _NOT_MODIFIED:
            found.skipped += 1
            return
        device = self._device(agent)
        if page is None:
            found.skipped += 1
        elif device == ROBOT:
            found.robots[moment.day] = found.robots.get(moment.day, 0) + 1
        if device != ROBOT:
            found.hits.append(Hit(*moment, page, self._referrer(referrer), device, addr, agent))

    def _read(self, raw: bytes) -> Line:
        if len(raw) > LONGEST_LINE:
            raise NotALine
        try:
            text = raw.decode()
        except UnicodeDecodeError as error:
            raise NotALine from error
        form = self._form or (JSON if text.startswith("{") else COMBINED)
        return read_json(text) if form == JSON else read_combined(text.rstrip("\r"))

    def _page(self, path: str) -> Page | None:
        return _remembered(self._pages, path, page_at)

    def _device(self, agent: str) -> str:
        return _remembered(self._devices, agent, device_of)

    def _referrer(self, text: str) -> str | None:
        return _remembered(self._referrers, text, self._host_of)

    def _host_of(self, referrer: str) -> str | None:
        """The host that links here; nothing when there is none, None when it is our own."""
        found = _REFERRER.match(referrer)
        if found is None:
            return ""
        host = found[1].lower().rstrip(".")
        return None if host in self._own else host[:_LONGEST_HOST]


def _remembered(known: dict[str, T], key: str, ask: Callable[[str], T]) -> T:
    """What `ask` says, remembered; all of it is forgotten when it becomes too much."""
    try:
        return known[key]
    except KeyError:
        found = ask(key)
    if len(key) <= _LONGEST_KEPT:
        if len(known) > _MOST_KEPT:
            known.clear()
        known[key] = found
    return found
