"""What a line of the log is: a view, a robot's view, something else, or nothing that can be read."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.visits.days import Calendar
from cms.visits.lines import Sorter
from cms.visits.pages import Page
from tests.factories.log_lines import FIREFOX, GOOGLE, IPAD, IPHONE, NOON, combined_line, log_line

NOW = NOON + timedelta(days=3)


def sort(*lines, form=None, zone="Europe/Berlin"):
    sorter = Sorter(Calendar(ZoneInfo(zone), now=NOW), own_hosts=["shop.example"], form=form)
    return sorter.sort([one.rstrip(b"\n") for one in lines])


def one_hit(*lines):
    (hit,) = sort(*lines).hits
    return hit


@pytest.mark.parametrize(
    ("uri", "page"),
    [
        ("/", Page(0, "/")),
        ("/?utm_source=paper", Page(0, "/")),
        ("/listing/42-oak-table", Page(42, "")),
        ("/de/listing/42-oak-table?from=list", Page(42, "")),
        ("/category/garden/chairs/page/3", Page(0, "/category/garden/chairs/page/3")),
        ("/seller/7-ann", Page(0, "/seller/7-ann")),
        ("/about/imprint", Page(0, "/about/imprint")),
        ("/search?q=chair", Page(0, "/search")),
    ],
)
def test_pages_are_views(uri, page):
    found = sort(log_line(uri))

    assert [hit.page for hit in found.hits] == [page]
    assert (found.lines, found.skipped, found.malformed) == (1, 0, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"uri": "/assets/site.abc123.css"},
        {"uri": "/photos/ab/abcdef-640.avif"},
        {"uri": "/feed.xml"},
        {"uri": "/sitemap-1.xml"},
        {"uri": "/favicon.ico"},
        {"uri": "/manifest.webmanifest"},
        {"uri": "/api/me"},
        {"uri": "/admin/"},
        {"uri": "/account/login"},
        {"uri": "/cart"},
        {"uri": "/static/panel/menu.css"},
        {"uri": "/healthz"},
        {"uri": "/search/more"},
        {"uri": "//etc/passwd"},
        {"uri": "/%2e%2e/x"},
        {"uri": "http://other.example/"},
        {"uri": "*"},
        {"uri": ""},
        {"uri": "/" + "a" * 2000},
        {"method": "POST"},
        {"method": "HEAD"},
        {"status": 301},
        {"status": 404},
        {"status": 500},
        {"status": "000"},
        {"staff": 1},
        {"staff": "1"},
    ],
)
def test_other_things_are_no_views(fields):
    found = sort(log_line(**{"uri": "/"} | fields))

    assert (found.hits, found.skipped, found.malformed, found.robots) == ([], 1, 0, {})


@pytest.mark.parametrize("status", [200, 206, 304])
def test_a_page_that_the_browser_had_already_is_seen_again(status):
    assert len(sort(log_line(status=status)).hits) == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"{}",
        b"[]",
        b"nonsense",
        b"\x00" * 50,
        b"\xff\xfe{\x00",
        bytes(range(256)).replace(b"\n", b""),
        b"[" * 60_000,
        b'{"a":' * 12_000,
        b'{"time": 1' + b"0" * 5000 + b"}",
        log_line(agent="x" * 1_000_000),
        log_line()[:-2],
        log_line()[:-1] + b"}",
        log_line()[:-1] + log_line(),
        log_line(addr="203.0.113.7\u00e9").decode().replace("\\u00e9", "\u00e9").encode("latin-1"),
        log_line().decode().encode("utf-16"),
        log_line(uri=7),
        log_line(uri=None),
        log_line(uri=["/"]),
        log_line(agent={}),
        log_line(agent=...),
        log_line(addr=""),
        log_line(addr="1" * 65),
        log_line(referrer=1),
        log_line(status=True),
        log_line(status=None),
        log_line(status="ok"),
        log_line(status="²⁰⁰"),
        log_line(status=200.0),
        log_line(time=0),
        log_line(time="2026-06-15T12:00:00"),
        log_line(time="2026-06-15"),
        log_line(time="yesterday"),
        log_line(time="2026-06-15T12:99:00+00:00"),
        log_line(time="1999-12-31T23:59:59+00:00"),
        log_line(time="0001-01-01T00:00:00+14:00"),
        log_line(time="9999-12-31T23:59:59-12:00"),
        log_line(at=NOW + timedelta(days=1, seconds=1)),
        combined_line().replace(b"[15/Jun", b"[15/Foo"),
        combined_line().replace(b'HTTP/1.1" 200', b"HTTP/1.1 200"),
    ],
    ids=range(41),
)
def test_what_cannot_be_read_is_malformed_and_harms_nobody(raw):
    found = sort(raw, log_line("/after"))

    assert (found.lines, found.malformed, found.skipped) == (2, 1, 0)
    assert [hit.page for hit in found.hits] == [Page(0, "/after")]


@given(st.binary(max_size=300) | st.dictionaries(st.text(), st.none() | st.integers() | st.text()).map(
    lambda found: json.dumps(found).encode()
))  # fmt: skip
def test_no_line_is_lost_whatever_it_is(raw):
    found = sort(raw.replace(b"\n", b""))

    assert found.malformed + found.skipped == found.lines == 1


@given(st.text(), st.text(), st.text(min_size=1, max_size=64), st.text())
def test_odd_values_of_the_right_kind_are_no_mistakes(uri, agent, addr, referrer):
    assert sort(log_line(uri, agent=agent, addr=addr, referrer=referrer)).malformed == 0


def test_half_of_a_pair_of_surrogates_is_a_name_like_any_other():
    hit = one_hit(log_line(agent="Mozilla \ud800", referrer="https://\ud800.example/"))

    assert (hit.agent, hit.referrer) == ("Mozilla \ud800", "")


def test_the_common_format_says_the_same():
    hit = one_hit(combined_line("/listing/42-oak-table"))

    assert hit == one_hit(log_line("/listing/42-oak-table", referrer="https://www.example.org/links"))
    assert hit.referrer == "example.org"


@pytest.mark.parametrize(("form", "malformed"), [("json", 1), ("combined", 1), (None, 0)])
def test_a_format_that_is_asked_for_is_the_only_one(form, malformed):
    assert sort(log_line(), combined_line(), form=form).malformed == malformed


def test_what_is_no_http_is_skipped():
    line = combined_line().replace(b"GET / HTTP/1.1", rb"\x16\x03\x01 \"x")

    assert (sort(line).skipped, sort(line).malformed) == (1, 0)


@pytest.mark.parametrize("agent", [GOOGLE, "curl/8.5.0", "kube-probe/1.29", "FooBot/1.0", "Wget/1.21", "", "-"])
def test_robots_are_told_by_their_names_and_by_having_none(agent):
    found = sort(log_line(agent=agent), log_line("/assets/site.abc.css", agent=agent))

    assert (found.hits, found.robots, found.skipped) == ([], {NOON.date(): 1}, 1)


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "desktop"),
        (IPHONE, "phone"),
        (IPAD, "tablet"),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36", "phone"),
        ("Mozilla/5.0 (Linux; Android 13; SM-X906C) AppleWebKit/537.36 Chrome/131.0 Safari/537.36", "tablet"),
        ("Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36", "phone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15", "desktop"),
    ],
)
def test_devices(agent, device):
    assert one_hit(log_line(agent=agent)).device == device


@pytest.mark.parametrize(
    ("referrer", "host"),
    [
        ("", ""),
        ("-", ""),
        ("https://www.Example.org/a?b", "example.org"),
        ("http://example.org:8080", "example.org"),
        ("https://shop.example/listings", None),
        ("https://www.shop.example/", None),
        ("https://shop.example.evil.test/", "shop.example.evil.test"),
        ("android-app://com.example", ""),
        ("https://user:word@example.org/", ""),
        ("https://<script>/", ""),
        ("https://" + "a" * 300 + ".example/", "a" * 100),
    ],
)
def test_who_links_here_is_a_host_and_the_shop_itself_is_nobody(referrer, host):
    assert one_hit(log_line(referrer=referrer)).referrer == host


@pytest.mark.parametrize(
    ("zone", "time", "day", "hour"),
    [
        ("Europe/Berlin", "2026-06-15T21:59:59+00:00", "2026-06-15", "2026-06-15T21:00"),
        ("Europe/Berlin", "2026-06-15T22:00:00+00:00", "2026-06-16", "2026-06-15T22:00"),
        ("Europe/Berlin", "2026-03-29T02:59:59+02:00", "2026-03-29", "2026-03-29T00:00"),
        ("Europe/Berlin", "2026-03-29T01:00:00+00:00", "2026-03-29", "2026-03-29T01:00"),
        ("Europe/Berlin", "2025-10-26T00:30:00+00:00", "2025-10-26", "2025-10-26T00:00"),
        ("Europe/Berlin", "2025-10-26T01:30:00+00:00", "2025-10-26", "2025-10-26T01:00"),
        ("Asia/Kolkata", "2026-06-15T18:29:00+00:00", "2026-06-15", "2026-06-15T17:30"),
        ("Asia/Kolkata", "2026-06-15T18:31:00+00:00", "2026-06-16", "2026-06-15T18:30"),
    ],
)
def test_days_and_hours_are_those_on_the_wall_of_the_shop(zone, time, day, hour):
    (hit,) = sort(log_line(time=time), zone=zone).hits

    assert (hit.day.isoformat(), f"{datetime.fromtimestamp(hit.hour, UTC):%Y-%m-%dT%H:%M}") == (day, hour)
