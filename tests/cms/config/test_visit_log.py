"""The development server writes the log of visits as Nginx does."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from wsgiref.util import setup_testing_defaults

import pytest

from cms.config.visit_log import KEPT, VisitLog


@pytest.fixture
def file(tmp_path):
    return tmp_path / "logs" / "access.log"


@pytest.fixture
def start(file):
    started = []

    def start(**options):
        started.append(VisitLog(app, file=file, **options))
        return started[-1]

    yield start
    for one in started:
        one.close()


def app(environ, start_response):
    if environ["PATH_INFO"] == "/broken":
        raise RuntimeError
    start_response("404 Not Found", [("content-length", "7")])
    return [b"nothing"]


def ask(log, path="/", **environ):
    setup_testing_defaults(environ)
    sent = []
    body = log(environ | {"PATH_INFO": path}, lambda *told: sent.append(told))
    return b"".join(body), sent


def test_a_line_has_what_nginx_writes(file, start):
    answer = ask(
        start(),
        "/x y",
        RAW_URI="/x%20y?q=1",
        HTTP_HOST="shop.example:8000",
        HTTP_REFERER="https://example.org/\xc3\xa4",
        HTTP_USER_AGENT='A "browser"\\\xff',
        REMOTE_ADDR="203.0.113.7",
        HTTP_COOKIE="sessionid=secret; cataloro_staff=1",
    )

    line = json.loads(file.read_text())
    assert answer == (b"nothing", [("404 Not Found", [("content-length", "7")])])
    assert abs((datetime.fromisoformat(line.pop("time")) - datetime.now(UTC)).total_seconds()) < 60
    assert line.pop("duration") >= 0
    assert line == {
        "method": "GET",
        "host": "shop.example",
        "uri": "/x%20y?q=1",
        "status": 404,
        "bytes": 7,
        "referrer": "https://example.org/ä",
        "agent": 'A "browser"\\\ufffd',
        "addr": "203.0.113.7",
        "staff": 1,
    }
    assert "secret" not in file.read_text()


@pytest.mark.parametrize(
    "cookie", ["", "cataloro_staff=0", "cataloro_staff=11", "x_cataloro_staff=1", "other=cataloro_staff=1"]
)
def test_others_are_no_staff(file, start, cookie):
    ask(start(), HTTP_COOKIE=cookie)

    assert json.loads(file.read_text())["staff"] == 0


def test_it_is_rotated_by_its_size_and_no_line_is_lost_among_threads(file, start):
    log = start(largest=50_000)
    threads = [
        threading.Thread(target=lambda n=n: [ask(log, f"/{n}/{i}") for i in range(100)], daemon=True) for n in range(4)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    files = sorted(file.parent.iterdir())
    lines = [json.loads(line)["uri"] for one in files for line in one.read_text().splitlines()]
    assert sorted(lines) == sorted(f"/{n}/{i}" for n in range(4) for i in range(100))
    assert 1 < len(files) <= KEPT + 1
    assert all(one.stat().st_size <= 50_000 for one in files)


def test_what_breaks_goes_on_to_whoever_asked(file, start):
    with pytest.raises(RuntimeError):
        ask(start(), "/broken")

    assert not file.exists()
