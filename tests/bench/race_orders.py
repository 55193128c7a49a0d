"""Many buyers want the last pieces, over HTTP, from gunicorn with four workers, on both databases.

200 buyers ask for 10 pieces at once, again and again: exactly ten orders each time, every other answer is a clean
refusal, and nothing stands in the log. Besides: carts in opposite order, and one form fifty times at once. Ends with
the first thing that is not so. Prints a table and JSON.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from tests.bench.own_django import DATABASES, own_django
from tests.bench.shop import ROOT, report, say
from tests.bench.tables import percentile, show
from tests.bench.web import WORKERS, web_server

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    """A process for each database, because Django keeps its settings."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.race_orders", description=__doc__)
    parser.add_argument("--database", choices=DATABASES, default=None, help="one of them (default both)")
    parser.add_argument("--repeats", type=int, default=100, help="of the race for the last pieces (default 100)")
    parser.add_argument("--others", type=int, default=10, help="repeats of each other race (default 10)")
    parser.add_argument("--buyers", type=int, default=200, help="default 200")
    parser.add_argument("--stock", type=int, default=10, help="default 10")
    options = parser.parse_args()
    if options.database:
        report(_race(options))
        return
    figures = {}
    for database in DATABASES:
        words = [f"--{name}={value}" for name, value in vars(options).items() if name != "database"]
        command = [sys.executable, "-m", "tests.bench.race_orders", f"--database={database}", *words]
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        figures[database] = json.loads(done.stdout)
    report(figures)


def _race(options: argparse.Namespace) -> dict[str, Any]:
    with own_django(options.database) as shop, web_server(shop.environment, shop.folder) as web:
        from tests.bench import races  # noqa: PLC0415 (Django has to be set up first)

        say(f"{options.database}: {options.buyers} buyers, {WORKERS} workers")
        sessions = races.log_in(races.make_buyers(options.buyers))
        kinds: dict[str, tuple[int, Callable[[], float]]] = {
            f"{options.buyers} buyers, {options.stock} pieces": (
                options.repeats,
                lambda: races.last_pieces(web, sessions, stock=options.stock),
            ),
            "50 carts in opposite order": (options.others, lambda: races.opposite_carts(web, sessions[:50])),
            "one form 50 times": (options.others, lambda: races.one_key(web, sessions[0], times=50)),
        }
        figures: dict[str, Any] = {}
        for name, (times, race) in kinds.items():
            took = []
            for number in range(1, times + 1):
                took.append(race())
                if number % 10 == 0:
                    say(f"{name}: {number} of {times}")
            if took:
                figures[name] = {"times": times, "p50_s": percentile(took, 0.5), "longest_s": max(took)}
    rows = [(name, one["times"], f"{one['p50_s']:.2f}", f"{one['longest_s']:.2f}") for name, one in figures.items()]
    show(f"Races on {options.database}", ("race", "times without a fault", "p50 s", "longest s"), rows)
    return figures


if __name__ == "__main__":
    main()
