"""Where the time of a full build goes: one process makes some units of each rule, stage by stage.

Run it with the environment of a shop that is there (DATA_DIR, BUILD_DIR). Prints JSON: for each rule the pages, and
for each stage its part of the processor time (rules: what no other stage took).
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import Any

import django

from cms.config.start import prepare
from tests.bench.shop import report

RULES = ("listing", "category", "seller", "listings")


class Stages:
    """Time by stage; what a stage spends within another counts as its own alone."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._inner: list[float] = []

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, measured."""

        @wraps(function)
        def measured(*args: Any, **kwargs: Any) -> Any:
            self._inner.append(0.0)
            began = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                took = time.process_time() - began
                self.spent[stage] += took - self._inner.pop()
                if self._inner:
                    self._inner[-1] += took

        return measured


def profile(units: int) -> dict[str, Any]:
    """The breakdown, from so many units of each rule."""
    from sitegen.check import PageCheck  # noqa: PLC0415 (Django must be set up before)
    from sitegen.render import Renderer  # noqa: PLC0415
    from sitegen.rules import RULE_BY_NAME  # noqa: PLC0415
    from sitegen.source_cms import CmsSource  # noqa: PLC0415
    from sitegen.wiring import site_from_settings  # noqa: PLC0415
    from sitegen.writer import TreeWriter  # noqa: PLC0415

    site = site_from_settings()
    stages = Stages()
    source: Any = CmsSource()
    for name in ("with_pages", "members", "beside", "sellers"):
        setattr(source, name, stages.timed("read", getattr(source, name)))
    renderer = Renderer(source, theme=site.theme, site_url=site.site_url)
    renderer.load_templates()
    render = stages.timed("render", renderer.pieces)
    look = stages.timed("check", PageCheck(site.site_url, production=site.production).look_at_pieces)
    found = {}
    with tempfile.TemporaryDirectory(dir=site.build_dir) as folder:
        write = stages.timed("pack and write", TreeWriter(Path(folder), encoding=site.encoding).write)
        for name in RULES:
            rule = RULE_BY_NAME[name]
            work = list(islice(rule.units(renderer.content), units))
            stages.spent.clear()
            began, pages = time.process_time(), 0
            for unit in work:
                for page in rule.make(unit, renderer.content):
                    pieces = render(page)
                    body = b"".join(pieces)
                    look(pieces, body)
                    write(page.name, body)
                    pages += 1
            whole = time.process_time() - began
            parts = {stage: round(spent / whole, 3) for stage, spent in stages.spent.items()}
            rest = round(1 - sum(parts.values()), 3)
            found[name] = {"pages": pages, "microseconds_a_page": round(whole / pages * 1e6), **parts, "rules": rest}
    return found


def main() -> None:
    """Print the breakdown."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_profile_build", description=__doc__)
    parser.add_argument("--units", type=int, default=10, help="how many of each rule (default 10)")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
    prepare()
    django.setup()
    report(profile(options.units))


if __name__ == "__main__":
    main()
