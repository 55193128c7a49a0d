"""Lines of the web server's log for tests."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
"""Long ago for every test run, and so a day that is over."""

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Mobile/15E148 Safari/604.1"
)
IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 "
    "Mobile/15E148 Safari/604.1"
)
GOOGLE = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def log_line(uri: Any = "/", *, at: datetime = NOON, **fields: Any) -> bytes:
    """One line of JSON with its end; fields given as ... are left out."""
    whole = {
        "time": at.isoformat(),
        "method": "GET",
        "host": "localhost",
        "uri": uri,
        "status": 200,
        "bytes": 512,
        "referrer": "",
        "agent": FIREFOX,
        "addr": "203.0.113.7",
        "duration": 0.002,
        "staff": 0,
    } | fields
    return json.dumps({name: value for name, value in whole.items() if value is not ...}).encode() + b"\n"


def combined_line(uri: str = "/", *, at: datetime = NOON, addr: str = "203.0.113.7", agent: str = FIREFOX) -> bytes:
    """One line in the common format."""
    time = f"{at:%d/%b/%Y:%H:%M:%S %z}"
    return f'{addr} - - [{time}] "GET {uri} HTTP/1.1" 200 512 "https://www.example.org/links" "{agent}"\n'.encode()
