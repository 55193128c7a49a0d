"""Kills the builder with -9 at random moments of a full build: the served site must be whole each time, and the next
run must heal.

Prints a table to standard error and JSON to standard output; exits with 1 when a site was broken or did not heal.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from typing import Any

from pysqlite3 import dbapi2 as sqlite3

from tests.bench.shop import ROOT, SITE_URL, Shop, new_shop, report, say
from tests.bench.whole_site import Tree, problems_of


def main() -> None:
    """Build once, then kill so many builds."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_kill_build", description=__doc__)
    parser.add_argument("--times", type=int, default=20, help="how many builds to kill (default 20)")
    parser.add_argument("--listings", type=int, default=1000, help="size of the shop (default 1000)")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments (default 1)")
    options = parser.parse_args()
    with new_shop(listings=options.listings) as shop:
        started = time.monotonic()
        shop.run("publish", "--full")
        whole = time.monotonic() - started
        say(f"a full build takes {whole:.1f} s")
        rng = random.Random(options.seed)  # noqa: S311 (no secret)
        say("kill   after  state when killed      served site  next run")
        rounds = [_round(shop, number, rng.uniform(0, whole * 1.05), rng) for number in range(1, options.times + 1)]
    broken = sum(bool(one["problems"]) for one in rounds)
    unhealed = sum(not one["healed"] for one in rounds)
    report(
        {
            "times": options.times,
            "broken": broken,
            "unhealed": unhealed,
            "full_build_s": round(whole, 1),
            "rounds": rounds,
        }
    )
    if broken or unhealed:
        sys.exit(1)


def _round(shop: Shop, number: int, delay: float, rng: random.Random) -> dict[str, Any]:
    """Change something, start a build, kill it after `delay` seconds, look, build again, look."""
    _edit(shop, rng)
    before = _live(shop)
    ended = _kill_build(shop, after=delay)
    problems = problems_of(_tree(shop))
    state = "had ended" if ended else ("had switched" if _live(shop) != before else "had not switched")
    healed = _heals(shop)
    looks, then = "BROKEN" if problems else "whole", "heals" if healed else "DOES NOT HEAL"
    say(f"{number:>4} {delay:>6.2f}s  {state:<20}  {looks:<11}  {then}")
    return {"after_s": round(delay, 2), "state": state, "problems": problems[:5], "healed": healed}


def _edit(shop: Shop, rng: random.Random) -> None:
    """Give some listing another price, so that each build has something new to say."""
    database = sqlite3.connect(shop.folder / "var" / "cataloro.sqlite3", timeout=20)
    with database:
        listing = rng.choice(database.execute("SELECT id FROM catalog_listing WHERE live").fetchall())[0]
        database.execute(
            "UPDATE catalog_listing SET price_cents = ? WHERE id = ?", (rng.randrange(100, 99_900), listing)
        )
    database.close()


def _kill_build(shop: Shop, *, after: float) -> bool:
    """Whether the build had ended by itself before."""
    with subprocess.Popen(
        shop.command("publish", "--full"),
        env=shop.environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(timeout=after)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # The process leads its own group: its workers die with it.
            return False
    return True


def _heals(shop: Shop) -> bool:
    """Whether the next run succeeds without help, says so, and leaves a whole site."""
    before = _live(shop)
    try:
        shop.run("publish", "--full")
    except subprocess.CalledProcessError:
        return False
    return _live(shop) != before and not problems_of(_tree(shop))


def _live(shop: Shop) -> str:
    return (shop.build / "live").resolve().name


def _tree(shop: Shop) -> Tree:
    return Tree(
        live=shop.build / "live",
        assets=shop.build / "assets",
        photos=shop.folder / "media" / "photos",
        site_url=SITE_URL,
    )


if __name__ == "__main__":
    main()
