"""How long it takes from the return of a commit until Nginx serves the new page, by kind of edit and size of the shop.

Measured by a process that is not the publisher, over a connection of its own to the database and to Nginx; idle, and
with ten shoppers and an import. Prints a table to standard error and JSON to standard output.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.bench.bench_import_rows import write_workbook
from tests.bench.editor import running_editor
from tests.bench.pages import files_of
from tests.bench.running import nginx, publisher
from tests.bench.shop import ROOT, Shop, new_shop, report, say
from tests.bench.tables import percentile, show, times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.editor import Editor

CONSTANT = ("price", "title", "new listing", "sold", "moved")
FEW = {"seller renamed": 5, "page text": 2, "appearance": 40}
"""Kinds of which fewer are made: one in so many. Their cost is that of all the pages that show the thing."""
COUNTED = 20
MOST_IMPORTED = 3000
"""Rows of an import: a tenth of the goods, at most so many."""


def main() -> None:
    """All sizes on all databases."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_edit_to_live", description=__doc__)
    parser.add_argument("--listings", type=_numbers, default=[1000], help="sizes, as in 1000,10000 (default 1000)")
    parser.add_argument("--databases", default="sqlite,postgresql", help="default sqlite,postgresql")
    parser.add_argument("--edits", type=int, default=200, help="of each kind (default 200, fewer of the large ones)")
    parser.add_argument("--kinds", default=",".join((*CONSTANT, *FEW)), help="default all")
    parser.add_argument("--without-busy", action="store_true", help="only the idle shop")
    options = parser.parse_args()
    kinds = options.kinds.split(",")
    rows: list[dict[str, Any]] = []
    for database in options.databases.split(","):
        for size in options.listings:
            with new_shop(listings=size, database=database) as shop:
                rows_of_import = 0 if options.without_busy else min(MOST_IMPORTED, size // 10)
                found = _measure(shop, kinds, options.edits, rows_of_import)
            rows += [{"database": database, "listings": size, **one} for one in found]
            _show(rows)
    report({"edits": rows})


def _numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


def _measure(shop: Shop, kinds: list[str], edits: int, rows_of_import: int) -> list[dict[str, Any]]:
    """Idle and, unless no rows are to be imported, busy."""
    say("building")
    shop.run("publish", "--full")
    rows = []
    with publisher(shop), nginx(shop) as port, running_editor(shop, port=port) as editor:
        editor.ask("wait")
        editor.ask("edits", kind="price", times=5, quiet=True)  # Everybody awake.
        rows += [_row(editor, kind, "idle", edits) for kind in kinds]
        if rows_of_import:
            with _crowd(shop, port, rows_of_import) as crowd:
                rows += [_row(editor, kind, "busy", edits) for kind in kinds if kind != "appearance"]
            say(f"meanwhile: {json.dumps(crowd)}")
    return rows


def _row(editor: Editor, kind: str, state: str, edits: int) -> dict[str, Any]:
    wanted = max(1, edits // FEW.get(kind, 1))
    say(f"{kind}, {state}: {wanted} edits")
    quiet = state == "idle"
    found = editor.ask("edits", kind=kind, times=wanted, quiet=quiet, counted=min(COUNTED, wanted) if quiet else 0)
    row = {"kind": kind, "state": state, "edits": wanted}
    for name in ("first", "all"):
        if found[name]:
            row |= {f"{name}_p50_ms": percentile(found[name], 0.5), f"{name}_p95_ms": percentile(found[name], 0.95)}
    if found["outputs"]:
        row |= {"outputs_p50": percentile(found["outputs"], 0.5), "outputs_most": max(found["outputs"])}
    say(f"  {json.dumps(row)}")
    return row


@contextmanager
def _crowd(shop: Shop, port: int, rows_of_import: int) -> Iterator[dict[str, Any]]:
    """Ten shoppers, and one import after the other; what they met is in the dictionary afterwards."""
    met: dict[str, Any] = {"imports": 0, "rows": rows_of_import}
    listed = shop.folder / "addresses"
    listed.write_text("\n".join(_addresses(shop)), encoding="utf-8")
    books = [shop.folder / f"prices-{number}.xlsx" for number in (1, 2)]
    for number, book in enumerate(books, start=1):
        write_workbook(book, rows=rows_of_import, dearer_by=number)
    over = threading.Event()
    importer = threading.Thread(target=_import_until, args=(over, shop, books, met))
    command = [sys.executable, "-m", "tests.bench.crowd", str(port), str(listed)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as shoppers:
        importer.start()
        try:
            yield met
        finally:
            over.set()
            importer.join()
            said, _ = shoppers.communicate()
    met |= json.loads(said)


def _import_until(over: threading.Event, shop: Shop, books: list[Any], met: dict[str, Any]) -> None:
    """Each import changes every row that the one before has made."""
    while not over.is_set():
        shop.run("import_workbook", str(books[met["imports"] % len(books)]), "--json")
        met["imports"] += 1


def _addresses(shop: Shop) -> list[str]:
    """A thousand pages of the shop."""
    release = shop.live
    names = [file.removeprefix(str(release)).removesuffix(".html.gz") for file in files_of(release) if ".html" in file]
    pages = sorted(name for name in names if name.startswith(("/listing/", "/category/", "/seller/", "/listings/")))
    return random.Random(1).sample(pages, min(1000, len(pages)))  # noqa: S311 (no secret)


def _show(rows: list[dict[str, Any]]) -> None:
    """With the ratio to the smallest shop on the same database."""
    smallest = {(one["database"], one["kind"], one["state"]): one for one in reversed(rows)}
    cells = [
        (
            one["database"],
            f"{one['listings']:,}",
            one["kind"],
            one["state"],
            one["edits"],
            one["first_p50_ms"],
            one["first_p95_ms"],
            times(one["first_p95_ms"], smallest[one["database"], one["kind"], one["state"]]["first_p95_ms"]),
            one.get("all_p95_ms", "–"),
            one.get("outputs_p50", "–"),
            one.get("outputs_most", "–"),
        )
        for one in rows
    ]
    head = (
        "database",
        "listings",
        "edit",
        "shop",
        "edits",
        "p50 ms",
        "p95 ms",
        "to smallest",
        "all p95",
        "outputs",
        "most",
    )
    show("From the return of commit to the new page through Nginx", head, cells)


if __name__ == "__main__":
    main()
