"""Upgrades to another version and goes back, while people ask without pause. No request may fail."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

from tests.deploy.whole.figures import Figures
from tests.deploy.whole.installing import EMAIL
from tests.deploy.whole.room import Room
from tests.deploy.whole.shop import PASSWORD, Shop
from tests.deploy.whole.visitors import Browser, Crowd, Site, Visitors

_BEFORE_AND_AFTER = 5.0


def crowd_of(shop: Shop) -> Crowd:
    """Visitors of all kinds."""
    return Crowd(Visitors(shop.site, shop.listings, (EMAIL, PASSWORD), shop.people).kinds())


def version(site: Site) -> str:
    """Of the app that answers."""
    return str(json.loads(Browser(site).ask("/healthz").body)["version"])


def upgrade_and_back(room: Room, shop: Shop, newer: Path, figures: Figures) -> None:
    """`cataloro upgrade`, then `cataloro rollback`."""
    old, new = version(shop.site), newer.stem.removeprefix("cataloro-")
    shutil.copy(newer, room.file("/root"))
    for name, command, wanted in (
        ("upgrade", ("upgrade", f"/root/{newer.name}"), new),
        ("rollback", ("rollback",), old),
    ):
        crowd = crowd_of(shop)
        with crowd.asking():
            time.sleep(_BEFORE_AND_AFTER)
            started = time.monotonic()
            done = room.try_run("cataloro", *command)
            took = time.monotonic() - started
            time.sleep(_BEFORE_AND_AFTER)
        runs = version(shop.site)
        figures.note(
            f"{name}: cataloro {name}",
            f"{took:.0f} s, version {runs} runs",
            holds=runs == wanted and not done.returncode,
        )
        if done.returncode:
            figures.note(f"{name}: what it said", (done.stdout + done.stderr)[-1500:], holds=False)
        figures.note_crowd(name, crowd)
