"""Counts a log of visits: lines a second, and memory for a log and for one four times as long.

The floor, in the same run, is a program that only reads the lines and gives each to json.loads. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bench.shop import Shop, new_shop, report, say
from tests.factories.log_lines import FIREFOX, GOOGLE, IPHONE

_TIMES = 4
_LISTINGS = 20_000
_VISITORS = 8_000


def main() -> None:
    """Write the logs, count them, and read the same lines without counting."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_visits", description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000, help="lines of the shorter log (default 100000)")
    options = parser.parse_args()
    with new_shop(listings=1) as shop:
        empty = shop.folder / "empty.log"
        empty.touch()
        start = _count(shop, empty)
        runs = []
        for seed, lines in enumerate((options.lines, _TIMES * options.lines)):
            file = shop.folder / f"{seed}.log"
            say(f"writing {lines:,} lines")
            write_log(file, lines=lines, seed=seed)
            say("counting them")
            floor = read_only(file)
            runs.append({"lines": lines, **_compared(_count(shop, file), start, floor, lines)})
    report({"floor": "json.loads of each line", "runs": runs})
    if any(run["lines_counted"] != run["lines"] for run in runs):
        sys.exit(1)


def write_log(file: Path, *, lines: int, seed: int) -> None:
    """A day of a busy shop: half of the lines are pages, a third of these listings; one in thirty is a robot's."""
    made = random.Random(seed)  # noqa: S311 (made-up visits)
    addresses = [f"203.0.{made.randrange(256)}.{made.randrange(256)}" for _ in range(_VISITORS)]
    people = [(one, f"{made.choice([FIREFOX, IPHONE])} v/{made.randrange(40)}") for one in addresses]
    at = datetime.now(UTC) - timedelta(days=2 + seed)
    with file.open("w", encoding="ascii") as out:
        for number in range(lines):
            addr, agent = ("192.0.2.1", GOOGLE) if made.random() < 0.03 else made.choice(people)
            line = {
                "time": (at + timedelta(seconds=number * 86_000 // lines)).isoformat(timespec="seconds"),
                "method": "GET",
                "host": "localhost",
                "uri": _address(made),
                "status": 200,
                "bytes": made.randrange(50_000),
                "referrer": made.choice(["", "http://localhost/listings", "https://www.example.org/"]),
                "agent": agent,
                "addr": addr,
                "duration": 0.001,
                "staff": 0,
            }
            out.write(json.dumps(line, separators=(",", ":")) + "\n")


def _address(made: random.Random) -> str:
    what = made.random()
    if what < 0.35:
        return f"/listing/{int(made.paretovariate(0.7)) % _LISTINGS + 1}-a-thing"
    if what < 0.5:
        return made.choice(["/", "/listings", "/category/garden", "/category/garden/page/3", "/search?q=chair"])
    return made.choice(["/photos/ab/abcdef0123-640.avif", "/assets/shop.0a1b2c.css"])


def read_only(file: Path) -> float:
    """The seconds of processor time that nothing but reading takes."""
    started = time.process_time()
    with file.open("rb") as lines:
        for line in lines:
            json.loads(line)
    return time.process_time() - started


def _count(shop: Shop, file: Path) -> dict[str, Any]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    usage, found = shop.measure("count_visits", str(file), "--json")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu": used, "peak_mb": usage.as_json()["peak_mb"], **found}


def _compared(run: dict[str, Any], start: dict[str, Any], floor: float, lines: int) -> dict[str, Any]:
    used = max(run["cpu"] - start["cpu"], 0.001)
    return {
        "lines_counted": run["lines"],
        "lines_per_cpu_second": round(lines / used),
        "lines_per_second": round(lines / run["seconds"]),
        "times_the_floor": round(used / floor, 1),
        "peak_mb": run["peak_mb"],
        "peak_mb_without_lines": start["peak_mb"],
    }


if __name__ == "__main__":
    main()
