"""Catalogues of any size, made once by `demo` and kept in a folder between runs: a large one takes minutes."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.clusters import add_database, dump, name_of, restore
from tests.bench.shop import ROOT, Shop, say

if TYPE_CHECKING:
    from tests.postgresql import Cluster

FOLDER = Path(os.environ.get("BENCH_CATALOGUES") or Path(tempfile.gettempdir()) / "cataloro-bench-catalogues")
"""Where they are kept: 100,000 listings take about 500 MB."""

PICTURES = 300
WIDTHS = (320, 640, 960, 1280)

# Up to three photos for a listing. A build looks only whether their files are there: what is in them is no matter.
_HANG_PHOTOS = """
from hashlib import sha256
from cms.catalog.models import Listing, Photo
from cms.changes.models import Change
from cms.pictures.models import Picture
pictures = [
    Picture(hash=sha256(b"%d" % number).hexdigest()[:32], width=1280, height=960, extension="jpg",
            colour=f"#{number * 55555 % 0xffffff:06x}", widths=[320, 640, 960, 1280])
    for number in range(300)
]
Picture.objects.bulk_create(pictures, batch_size=100)
waiting = []
for listing in Listing.objects.order_by("id").values_list("id", flat=True).iterator():
    waiting += [
        Photo(listing_id=listing, picture=pictures[(listing * 7 + place) % 300], sort_order=place)
        for place in range(listing % 3 + 1)
    ]
    if len(waiting) > 5000:
        Photo.objects.bulk_create(waiting, batch_size=200)
        waiting = []
Photo.objects.bulk_create(waiting, batch_size=200)
Change.objects.all().delete()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What has happened in a shop: so many people, so many orders, and visitors for so many days."""

    users: int
    orders: int
    days: int

    @property
    def options(self) -> tuple[str, ...]:
        """For `demo`."""
        return ("--users", str(self.users), "--orders", str(self.orders), "--visits", str(self.days))


def fill(shop: Shop, *, listings: int, cluster: Cluster | None = None, life: Life | None = None) -> None:
    """Give the shop its database: a copy of the kept one, brought to today's tables. Raises CalledProcessError.

    A kept catalogue that can no longer be migrated is made again.
    """
    kept = _kept(listings, life, "dump" if cluster else "sqlite3")
    if kept.exists():
        _take(kept, shop, cluster)
        try:
            shop.run("migrate", "-v0")
        except subprocess.CalledProcessError:
            say(f"{kept} is of another time: making it again")
            kept.unlink()
            _drop(shop, cluster)
    if not kept.exists():
        _make(kept, shop, listings=listings, cluster=cluster, life=life)
    _lay_out_photos(shop.media / "photos")
    shop.run(
        "shell", "--no-imports", "-v0", "-c", "from cms.changes.models import Change; Change.objects.all().delete()"
    )


def _lay_out_photos(folder: Path) -> None:
    for number in range(PICTURES):
        name = hashlib.sha256(b"%d" % number).hexdigest()[:32]
        (folder / name[:2]).mkdir(parents=True, exist_ok=True)
        for width in WIDTHS:
            for ending in ("avif", "webp", "jpg"):
                (folder / name[:2] / f"{name}-{width}.{ending}").write_bytes(b"-")


def _kept(listings: int, life: Life | None, ending: str) -> Path:
    recipe = hashlib.sha256(_HANG_PHOTOS.encode())
    for file in sorted((ROOT / "cms" / "operations" / "demo").rglob("*.py")):
        recipe.update(file.read_bytes())
    with_life = f"-{life.users}-{life.orders}-{life.days}" if life else ""
    return FOLDER / f"{listings}{with_life}-{recipe.hexdigest()[:12]}.{ending}"


def _make(kept: Path, shop: Shop, *, listings: int, cluster: Cluster | None, life: Life | None) -> None:
    say(f"making a catalogue of {listings:,} listings: it is kept as {kept}")
    shop.run("migrate", "-v0")
    shop.run("demo", "--listings", str(listings), "--no-photos", "-v0", *(life.options if life else ()))
    shop.run("shell", "--no-imports", "-v0", "-c", _HANG_PHOTOS)
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    if cluster:
        dump(cluster, shop.database_url, unfinished)
    else:
        shutil.copyfile(shop.database_file, unfinished)
    unfinished.replace(kept)


def _take(kept: Path, shop: Shop, cluster: Cluster | None) -> None:
    if cluster:
        restore(cluster, kept, shop.database_url)
    else:
        shop.database_file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, shop.database_file)


def _drop(shop: Shop, cluster: Cluster | None) -> None:
    if cluster:
        add_database(cluster, name_of(shop.database_url))
    else:
        shop.database_file.unlink()
