"""What it costs a full build to note what each page has read: builds with and without it, in turn, on tmpfs.

Prints a table to standard error and JSON to standard output.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from tests.bench.memory import measure
from tests.bench.shop import ROOT, Shop, new_shop, report, say
from tests.bench.tables import show

SIDES = {"with": [str(ROOT / "manage.py")], "without": ["-m", "tests.bench.untraced"]}


def main() -> None:
    """Best of so many rounds."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_trace", description=__doc__)
    parser.add_argument("--listings", type=int, default=1000, help="how many (default 1000)")
    parser.add_argument("--rounds", type=int, default=3, help="default 3")
    parser.add_argument("--tmpfs", type=Path, default=Path("/dev/shm"), help="default /dev/shm")  # noqa: S108 (a mount)
    options = parser.parse_args()
    best: dict[str, float] = {}
    with new_shop(listings=options.listings, root=options.tmpfs) as shop:
        for number in range(1, options.rounds + 1):
            for side in SIDES:
                seconds = _build(shop, side)
                say(f"round {number}, {side} trace: {seconds:.2f} s")
                best[side] = min(seconds, best.get(side, seconds))
    share = best["with"] / best["without"] - 1
    show(
        f"Full build of {options.listings:,} listings, best of {options.rounds}",
        ("with trace", "without", "cost of the trace"),
        [(f"{best['with']:.2f} s", f"{best['without']:.2f} s", f"{share:+.1%}")],
    )
    report({"listings": options.listings, "seconds": best, "share": round(share, 3)})


def _build(shop: Shop, side: str) -> float:
    command = [sys.executable, *SIDES[side], "publish", "--full", "--json"]
    usage = measure(command, cwd=ROOT, env=shop.environment, keep_output=True, interval=0.5)
    if usage.exit_code:
        sys.exit(f"the build {side} trace ended with {usage.exit_code}")
    shutil.rmtree(shop.build)
    return usage.seconds


if __name__ == "__main__":
    main()
