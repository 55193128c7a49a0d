"""Edits that change many pages: how long until all of them are live, and how quick small edits are meanwhile.

A seller with a tenth of all goods (at most 10,000) is renamed, then suspended; then the look of the shop is changed.
Prints a table to standard error and JSON to standard output.
"""

from __future__ import annotations

import argparse
from typing import Any

from tests.bench.editor import running_editor
from tests.bench.running import nginx, publisher
from tests.bench.shop import Shop, new_shop, report, say
from tests.bench.tables import percentile, show

MOST_GOODS = 10_000
WORK = (("seller renamed", "sold"), ("seller suspended", "price"), ("appearance", "price"))
PAUSE = 0.1
"""Seconds between two small edits: people, not a flood."""


def main() -> None:
    """All sizes on all databases."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_big_edits", description=__doc__)
    parser.add_argument("--listings", default="1000", help="sizes, as in 1000,10000 (default 1000)")
    parser.add_argument("--databases", default="sqlite,postgresql", help="default sqlite,postgresql")
    options = parser.parse_args()
    rows: list[dict[str, Any]] = []
    for database in options.databases.split(","):
        for size in map(int, options.listings.split(",")):
            with new_shop(listings=size, database=database) as shop:
                rows += [{"database": database, "listings": size, **one} for one in _measure(shop, size)]
            _show(rows)
    report({"edits": rows})


def _measure(shop: Shop, size: int) -> list[dict[str, Any]]:
    goods = min(MOST_GOODS, size // 10)
    rows = []
    with nginx(shop) as port, running_editor(shop, port=port) as editor:
        seller = editor.ask("gather", goods=goods)
        say("building")
        shop.run("publish", "--full")
        with publisher(shop):
            editor.ask("wait")
            editor.ask("edits", kind="price", times=5, quiet=True)  # Everybody awake.
            for big, small in WORK:
                say(f"{big}, meanwhile {small}")
                found = editor.ask("meanwhile", big=big, small=small, seller=seller, small_pause=PAUSE)
                editor.ask("wait")
                rows.append(
                    {
                        "edit": big,
                        "goods": size if big == "appearance" else goods,
                        "all_live_s": found["took"],
                        "small": small,
                        "small_edits": len(found["small"]),
                        "small_p50_ms": percentile(found["small"], 0.5),
                        "small_p95_ms": percentile(found["small"], 0.95),
                        "small_most_ms": max(found["small"]),
                    }
                )
    return rows


def _show(rows: list[dict[str, Any]]) -> None:
    cells = [tuple(f"{value:,}" if isinstance(value, int) else value for value in row.values()) for row in rows]
    head = ("database", "listings", "edit", "goods", "all live s", "meanwhile", "edits", "p50 ms", "p95 ms", "most ms")
    show("Edits of many pages", head, cells)


if __name__ == "__main__":
    main()
