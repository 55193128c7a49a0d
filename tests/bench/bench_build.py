"""A full build and its verification: time, the memory of all processes together, and that it comes out the same.

Prints JSON: the usage of `demo`, of `publish --full` and of `publish --verify`, and which outputs differ (none).
"""

from __future__ import annotations

import argparse
import sys

from tests.bench.shop import new_shop, report, say

MEMORY_LIMIT_MB = 600


def main() -> None:
    """Exits with 1 when the memory limit is passed or an output differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_build", description=__doc__)
    parser.add_argument("--listings", type=int, default=5_000, help="how many (default 5000)")
    options = parser.parse_args()
    with new_shop(listings=1) as shop:
        say(f"adding {options.listings} listings")
        demo, made = shop.measure("demo", "--listings", str(options.listings), "--no-photos", "--add", "--json")
        say("building")
        build, built = shop.measure("publish", "--full", "--json")
        say("verifying")
        verify, verified = shop.measure("publish", "--verify", "--json")
    report(
        {
            "listings": made["listings"],
            "outputs": built["outputs"],
            "demo": demo.as_json(),
            "publish": build.as_json(),
            "verify": verify.as_json(),
            "differing": verified["differing"],
        },
    )
    if verified["differing"] or build.peak > MEMORY_LIMIT_MB * 1e6:
        sys.exit(1)


if __name__ == "__main__":
    main()
