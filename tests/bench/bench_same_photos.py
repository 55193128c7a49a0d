"""Finds the photos that look like the three of a listing among many: CPU time of this process, SQLite included.

The looks are random, and some are within reach of those that are asked for. Set against looking up three pictures by
their names, in the same run. Prints a table and JSON.
"""

from __future__ import annotations

import argparse
import random
import time
from typing import TYPE_CHECKING

from tests.bench.own_django import own_django
from tests.bench.shop import report
from tests.bench.tables import percentile, show, times

if TYPE_CHECKING:
    from collections.abc import Callable

FLOOR = "three pictures by name"
_COPIES = 50
_ROWS_AT_ONCE = 5000


def main() -> None:
    """Fill a shop with pictures, and look for some of them again and again."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_same_photos", description=__doc__)
    parser.add_argument("--pictures", type=int, default=20_000, help="how many are stored (default 20000)")
    parser.add_argument("--rounds", type=int, default=100, help="how often is looked (default 100)")
    options = parser.parse_args()
    with own_django("sqlite"):
        measured = _measure(options.pictures, options.rounds)
    base = percentile(measured[FLOOR], 0.5)
    rows = [
        (name, f"{percentile(spent, 0.5):.2f}", f"{percentile(spent, 0.95):.2f}", times(percentile(spent, 0.5), base))
        for name, spent in measured.items()
    ]
    show(f"the same photo among {options.pictures:,}, CPU ms", ("what", "p50", "p95", "to the floor"), rows)
    report(
        {
            "pictures": options.pictures,
            "floor": FLOOR,
            "cpu_ms": {
                name: {"p50": percentile(spent, 0.5), "p95": percentile(spent, 0.95)}
                for name, spent in measured.items()
            },
        }
    )


def _measure(pictures: int, rounds: int) -> dict[str, list[float]]:
    from cms.pictures.likeness import alike  # noqa: PLC0415 (Django has to be set up first)
    from cms.pictures.models import LOOK_FIELDS, Picture  # noqa: PLC0415 (as above)

    dice = random.Random(1)  # noqa: S311 (made-up looks)
    bits = [dice.getrandbits(64) for _ in range(pictures)]
    looks = [(one & 0xFFFF, one >> 16 & 0xFFFF, one >> 32 & 0xFFFF, one >> 48) for one in bits]
    for place in range(_COPIES):
        looks[-1 - place] = (*looks[0][:3], looks[0][3] ^ (1 << place % 16))
    made = (
        Picture(
            hash=f"{place:032x}",
            width=1,
            height=1,
            colour="#000000",
            extension="jpg",
            widths=[1],
            **dict(zip(LOOK_FIELDS, look, strict=True)),
        )
        for place, look in enumerate(looks)
    )
    Picture.objects.bulk_create(made, batch_size=_ROWS_AT_ONCE)
    names = [f"{place:032x}" for place in range(3)]
    acts: dict[str, Callable[[], object]] = {
        FLOOR: lambda: list(Picture.objects.filter(pk__in=names)),
        f"three photos, {_COPIES} copies of one": lambda: alike(looks[:3]),
        "three photos without a copy": lambda: alike(looks[1:4]),
    }
    if len(alike(looks[:3])) < _COPIES:
        raise SystemExit("not all copies were found")
    measured: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(rounds):
        for name, act in acts.items():
            start = time.process_time()
            act()
            measured[name].append(1000 * (time.process_time() - start))
    return measured


if __name__ == "__main__":
    main()
