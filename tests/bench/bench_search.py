"""How long a search takes over HTTP: words, umlauts, filters, orders and late pages, on both databases.

Real gunicorn, one client. Each question is asked so many times, all of them in turn; set against an empty view
(`/healthz`) of the same server and against counting what is for sale, bare SQL, in the same run. Prints a table and
JSON.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import psycopg

from cms.config.sqlite import use_bundled_sqlite
from tests.bench.clients import Request, ask
from tests.bench.shop import SITE_URL, new_shop, report
from tests.bench.tables import percentile, show, times
from tests.bench.web import web_server

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.shop import Shop

TARGET_MS = 200.0
FLOOR, BARE = "an empty view", "bare SQL: count"
_COUNT = """SELECT COUNT(*) FROM catalog_listing l JOIN catalog_availability a ON a.listing_id = l.id
    JOIN accounts_user u ON u.id = l.seller_id
    WHERE l.live AND u.is_active AND a.status = 'live' AND a.retired_at IS NULL"""

QUESTIONS: dict[str, dict[str, str]] = {
    "nothing: the newest": {},
    "the newest, page 500": {"page": "500"},
    "one word": {"q": "chair"},
    "a beginning": {"q": "ca"},
    "a beginning of three letters": {"q": "cam"},
    "two words": {"q": "washing machine"},
    "a word of the texts": {"q": "new"},
    "an umlaut": {"q": "grüner stuhl"},
    "a word that is not there": {"q": "zzyzx"},
    "a word, cheapest first": {"q": "chair", "sort": "price-up"},
    "a word, page 50": {"q": "chair", "page": "50"},
    "a word in a price range": {"q": "camera", "min": "10", "max": "50"},
    "a word near a town": {"q": "backpack", "near": "salz"},
    "a town with an umlaut": {"near": "mühl"},
    "a condition, cheapest first": {"condition": "good", "sort": "price-up"},
    "a price range, dearest first": {"min": "20", "max": "200", "sort": "price-down"},
    "a postcode": {"near": "50"},
    "everything at once": {
        "q": "chair",
        "min": "5",
        "max": "500",
        "condition": "good",
        "near": "s",
        "sort": "price-up",
    },
}


def main() -> None:
    """One database after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_search", description=__doc__)
    parser.add_argument("--listings", type=int, default=1000, help="size of the shop (default 1000)")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default=None, help="one of them (default both)")
    parser.add_argument("--times", type=int, default=10, help="each question is asked (default 10)")
    options = parser.parse_args()
    databases = (options.database,) if options.database else ("sqlite", "postgresql")
    report({one: _measure(one, options.listings, options.times) for one in databases})


def _measure(database: str, listings: int, turns: int) -> dict[str, Any]:
    with new_shop(listings=listings, database=database) as shop:
        shop.build.mkdir(exist_ok=True)
        # Pages of the app ask only which release is live; to build this one would take minutes.
        (shop.build / "live").symlink_to("releases/none")
        with web_server(shop.environment, shop.folder, workers=2) as web:
            took: dict[str, list[float]] = {name: [] for name in (FLOOR, BARE, *QUESTIONS)}
            for turn in range(turns + 2):  # Two to warm up: each worker imports and reads what it keeps.
                for name, kept in took.items():
                    found = _bare(shop) if name == BARE else _asked(web.port, QUESTIONS.get(name))
                    if turn > 1:
                        kept.append(found * 1000)
    figures = {name: {"p50_ms": percentile(all_, 0.5), "p95_ms": percentile(all_, 0.95)} for name, all_ in took.items()}
    everything = percentile([one for name in QUESTIONS for one in took[name]], 0.95)
    floor, bare = figures[FLOOR]["p50_ms"], figures[BARE]["p50_ms"]
    rows = [
        (name, f"{one['p50_ms']:.0f}", f"{one['p95_ms']:.0f}", times(one["p50_ms"], floor), times(one["p50_ms"], bare))
        for name, one in figures.items()
    ]
    title = f"{listings:,} listings on {database}: p95 of all questions {everything:.0f} ms (target {TARGET_MS:.0f})"
    show(title, ("question", "p50 ms", "p95 ms", "p50 / empty", "p50 / count"), rows)
    return {"p95_ms": everything, "questions": figures}


def _asked(port: int, question: dict[str, str] | None) -> float:
    """Seconds. Raises RuntimeError for an answer that is no page."""
    path = "/healthz" if question is None else f"/search?{urlencode(question)}"
    answer = ask(port, Request(path), origin=SITE_URL)
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return answer.took


def _bare(shop: Shop) -> float:
    return _timed(_with_postgresql(shop) if shop.database_url else _with_sqlite(shop))


def _timed(count: Callable[[], object]) -> float:
    started = time.perf_counter()
    count()
    return time.perf_counter() - started


def _with_postgresql(shop: Shop) -> Callable[[], object]:
    connection = psycopg.connect(shop.database_url, autocommit=True)
    return lambda: connection.execute(_COUNT).fetchone()


def _with_sqlite(shop: Shop) -> Callable[[], object]:
    use_bundled_sqlite()
    import sqlite3  # noqa: PLC0415 (the bundled one)

    connection = sqlite3.connect(shop.database_file)
    return lambda: connection.execute(_COUNT).fetchone()


if __name__ == "__main__":
    main()
