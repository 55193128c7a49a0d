"""How long it takes to put something into the cart, to ask for it and to accept, with 64 people at the same time.

Real gunicorn with four workers, on both databases. Everybody has logged in before, each has a connection for each
request. What is measured is set against an empty view of the same server (`/healthz`), asked by as many clients in the
same run, before and after: the longer of the two counts. Prints a table and JSON.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from tests.bench.clients import Answer, Request, in_turn
from tests.bench.own_django import DATABASES, ORIGIN, own_django
from tests.bench.shop import ROOT, report, say
from tests.bench.tables import percentile, show, times
from tests.bench.web import WORKERS, web_server

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.web import Web

OPEN_REQUESTS = 5
"""So many unanswered ones a buyer may have: each client is a few people."""

FLOOR = "an empty view"


def main() -> None:
    """A process for each database, because Django keeps its settings."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_deal", description=__doc__)
    parser.add_argument("--database", choices=DATABASES, default=None, help="one of them (default both)")
    parser.add_argument("--clients", type=int, default=64, help="at the same time (default 64)")
    parser.add_argument("--deals", type=int, default=5, help="of each client (default 5)")
    options = parser.parse_args()
    if options.database:
        report(_measure(options))
        return
    figures = {}
    for database in DATABASES:
        words = [f"--database={database}", f"--clients={options.clients}", f"--deals={options.deals}"]
        command = [sys.executable, "-m", "tests.bench.bench_deal", *words]
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        figures[database] = json.loads(done.stdout)
    report(figures)


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    with own_django(options.database) as shop, web_server(shop.environment, shop.folder) as web:
        say(f"{options.database}: {options.clients} clients, {options.deals} deals each, {WORKERS} workers")
        carts, requests = _prepare(options.clients, options.deals)
        empty = [[Request("/healthz")] * options.deals] * options.clients
        _answers(web, [*empty, *([Request("/cart"), Request("/search")] for _ in empty)])  # All is imported.
        found = {
            FLOOR: _answers(web, empty),
            "add to cart": _answers(web, carts),
            "request": _answers(web, requests),
            "accept": _answers(web, _acceptances(options.clients)),
        }
        found[FLOOR] = max(found[FLOOR], _answers(web, empty), key=lambda answers: _figures(answers)["p50_ms"])
        faults = web.faults()
    figures = {name: _figures(answers) for name, answers in found.items()}
    floor = figures[FLOOR]
    rows = [
        (
            name,
            f"{one['p50_ms']:.0f}",
            f"{one['p99_ms']:.0f}",
            times(one["p50_ms"], floor["p50_ms"]),
            times(one["p99_ms"], floor["p99_ms"]),
            f"{one['errors']} of {one['requests']}",
        )
        for name, one in figures.items()
    ]
    head = ("what", "p50 ms", "p99 ms", "p50 / empty", "p99 / empty", "errors")
    show(f"{options.clients} clients on {options.database}, {len(faults)} faults in the log", head, rows)
    return {**figures, "faults_in_log": len(faults)}


def _answers(web: Web, queues: Sequence[Sequence[Request]]) -> list[Answer]:
    return in_turn(web.port, queues, origin=ORIGIN)


def _figures(answers: Sequence[Answer]) -> dict[str, float]:
    """What was asked for ended in a redirect to the page that says so, but for the empty view."""
    took = [one.took * 1000 for one in answers]
    errors = sum(one.status not in (200, 302) or one.location.startswith("/account/") for one in answers)
    p50, p99 = percentile(took, 0.5), percentile(took, 0.99)
    return {"p50_ms": round(p50, 1), "p99_ms": round(p99, 1), "errors": errors, "requests": len(answers)}


def _prepare(clients: int, deals: int) -> tuple[list[list[Request]], list[list[Request]]]:
    """People, goods and sessions; what each client sends to fill carts, and to ask for what is in them."""
    from tests.bench.races import asking_for, log_in, make_buyers  # noqa: PLC0415 (Django has to be set up first)
    from tests.factories.goods import make_category, make_listing  # noqa: PLC0415 (as above)
    from tests.factories.people import make_seller  # noqa: PLC0415 (as above)

    category, sellers = make_category(), [make_seller() for _ in range(clients)]
    carts, requests = [], []
    for client in range(clients):
        sessions = log_in(make_buyers(-(-deals // OPEN_REQUESTS)))
        goods = [
            make_listing(stock=3, seller=sellers[(client + one) % clients], category=category) for one in range(deals)
        ]
        whose = [(good, sessions[place // OPEN_REQUESTS]) for place, good in enumerate(goods)]
        carts.append([Request("/cart/add", [("listing", str(good.pk))], session) for good, session in whose])
        requests.append([asking_for(good, session=session) for good, session in whose])
    return carts, requests


def _acceptances(clients: int) -> list[list[Request]]:
    """Each seller's orders; each client is some sellers."""
    from commerce.orders.models import Order  # noqa: PLC0415 (Django has to be set up first)
    from tests.bench.races import log_in  # noqa: PLC0415 (as above)

    orders: dict[int, list[Order]] = {}
    for one in Order.objects.select_related("seller").order_by("pk"):
        orders.setdefault(one.seller_id, []).append(one)
    queues: list[list[Request]] = [[] for _ in range(clients)]
    for place, own in enumerate(orders.values()):
        (session,) = log_in([own[0].seller])
        queues[place % clients] += [Request(f"{one.path}/accept", [("note", "")], session) for one in own]
    return queues


if __name__ == "__main__":
    main()
