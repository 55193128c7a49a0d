"""Imports a large workbook: listings in 12 columns.

Prints JSON: time, peak memory, and what became of the rows.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from openpyxl import Workbook

from cms.contract.addresses import slug_of
from cms.operations.demo.goods.assortment import ASSORTMENT
from cms.operations.demo.goods.offers import make_offers
from cms.operations.demo.people import make_sellers, seller_count
from tests.bench.shop import Shop, new_shop, report, say

COLUMNS = (
    "key",
    "title",
    "description",
    "price",
    "category",
    "condition",
    "city",
    "postcode",
    "quantity",
    "seller",
    "status",
    "photos",
)


def main() -> None:
    """Make the workbook, import it into a small shop, import it again: then nothing may change."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_import_rows", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000, help="rows of the workbook (default 10000)")
    parser.add_argument("--again", action="store_true", help="import the same file a second time")
    options = parser.parse_args()
    with new_shop(listings=1) as shop:
        file = shop.folder / "listings.xlsx"
        say(f"writing {options.rows} rows")
        write_workbook(file, rows=options.rows)
        runs = [_import(shop, file, "first")] + ([_import(shop, file, "second")] if options.again else [])
        size = round(file.stat().st_size / 1e6, 1)
    report({"rows": options.rows, "columns": len(COLUMNS), "file_mb": size, "runs": runs})
    if any(run["exit_code"] for run in runs):
        sys.exit(1)


def _import(shop: Shop, file: Path, name: str) -> dict[str, object]:
    say(f"importing ({name} time)")
    usage, found = shop.measure("import_workbook", str(file), "--json")
    return {"run": name, **usage.as_json(), "sheets": found["sheets"], "errors": len(found["errors"])}


def write_workbook(file: Path, *, rows: int, dearer_by: int = 0) -> None:
    """The demo's goods as a person's spreadsheet; sellers and categories are those of the small shop.

    `dearer_by` euros: two files that differ in it change each row when one is imported after the other.
    """
    homes = tuple((one.city, one.postcode) for one in make_sellers(seller_count(1), seed=1))
    sellers = [one.email for one in make_sellers(len(homes), seed=1)]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("listings")
    sheet.append(COLUMNS)
    for offer in make_offers(rows, seed=2, homes=homes):
        branch = ASSORTMENT[offer.leaf[0]]
        leaf = slug_of(branch.leaves[offer.leaf[1]].name, otherwise="category")
        sheet.append(
            (
                f"row-{offer.number:06d}",
                offer.title,
                offer.description,
                offer.price_cents / 100 + dearer_by,
                leaf,
                offer.condition.value,
                offer.city,
                offer.postcode,
                offer.stock,
                sellers[offer.seller],
                "live",
                None,
            )
        )
    book.save(file)


if __name__ == "__main__":
    main()
