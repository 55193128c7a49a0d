"""How many list pages have to be written anew when goods come and go: 200,000 random operations in memory.

Growing: two goods come for each that is sold. Steady and shrinking: as many, and half as many. Returning: what was
sold comes back to its old place. Renewed: a good leaves its place and becomes the newest.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Collection
from itertools import count

from cms.catalog.list_pages.settling import settle_list
from cms.catalog.list_pages.sizes import Sizes
from cms.contract.records import Place
from tests.bench.shop import report
from tests.bench.tables import percentile, show
from tests.memory_shelf import MemoryShelf, place

SIZES = Sizes(24)
START = 20_000
SEED = 5


class Shop:
    """One list and what happens in it."""

    def __init__(self) -> None:
        self.shelf = MemoryShelf()
        self._numbers = count()
        self._sold: list[Place] = []
        self._random = random.Random(SEED)  # noqa: S311 (a simulation, which must come out the same each time)
        for _ in range(START):
            self.shelf.add(place(next(self._numbers)))
        settle_list(self.shelf, SIZES, None)

    def come(self) -> list[Place]:
        new = place(next(self._numbers))
        self.shelf.add(new)
        return [new]

    def sell(self) -> list[Place]:
        if not self.shelf.held:
            return self.come()
        sold = self._random.choice(self.shelf.held)
        self.shelf.remove(sold)
        self._sold.append(sold)
        return [sold]

    def give_back(self) -> list[Place]:
        if not self._sold:
            return self.sell()
        back = self._sold.pop(self._random.randrange(len(self._sold)))
        self.shelf.add(back)
        return [back]

    def renew(self) -> list[Place]:
        left = self.sell()
        self._sold.pop()
        return left + self.come()

    def draw(self, weights: dict[str, int]) -> Collection[Place]:
        acts: dict[str, Callable[[], list[Place]]] = {
            "come": self.come,
            "sell": self.sell,
            "give_back": self.give_back,
            "renew": self.renew,
        }
        return acts[self._random.choices(list(weights), list(weights.values()))[0]]()


PHASES = {
    "growing": {"come": 2, "sell": 1},
    "steady": {"come": 1, "sell": 1},
    "returning": {"come": 1, "sell": 2, "give_back": 1},
    "renewed": {"renew": 1},
    "shrinking": {"come": 1, "sell": 2},
}


def run(shop: Shop, weights: dict[str, int], operations: int) -> Counter[int]:
    """How often an operation wrote so many pages anew, those included whose goods alone are others."""
    found: Counter[int] = Counter()
    for _ in range(operations):
        shop.shelf.rewritten.clear()
        touched = shop.draw(weights)
        settle_list(shop.shelf, SIZES, touched)
        on = {shop.shelf.page_of(one) for one in touched}
        live = {one for one in shop.shelf.rewritten if one is None or shop.shelf.bound(one)}
        found[len(live | on)] += 1
    return found


def main() -> None:
    """A row for each phase."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_list_pages", description=__doc__)
    parser.add_argument("--operations", type=int, default=200_000, help="in all phases together (default 200000)")
    options = parser.parse_args()
    shop = Shop()
    found = {phase: _figures(shop, weights, options.operations // len(PHASES)) for phase, weights in PHASES.items()}
    show(
        f"Pages written anew by an operation, {options.operations:,} operations on {START:,} goods",
        ("phase", "mean", "p99", "max", "fill", "sealed pages", "goods"),
        [(phase, *figures.values()) for phase, figures in found.items()],
    )
    report({"operations": options.operations, "phases": found})


def _figures(shop: Shop, weights: dict[str, int], operations: int) -> dict[str, float]:
    written = sorted(run(shop, weights, operations).elements())
    *sealed, _ = shop.shelf.sizes()
    return {
        "mean": round(sum(written) / len(written), 3),
        "p99": percentile(written, 0.99),
        "max": written[-1],
        "fill": round(sum(sealed) / (SIZES.largest * len(sealed)), 2) if sealed else 0,
        "pages": len(sealed),
        "goods": len(shop.shelf.held),
    }


if __name__ == "__main__":
    main()
