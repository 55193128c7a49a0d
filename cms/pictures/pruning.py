"""Removes pictures that nothing has referred to for a week, and files that belong to no picture.

A picture is marked first (`unused_since`), so that who is about to use it has time. Under the lock of its row it is
asked once more who needs it; its files go when that is committed. Whoever sends the same picture again takes the mark
off, or makes the row anew and looks after its file: see intake.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from cms.pictures.files import files_of, keeping_files
from cms.pictures.models import Picture
from cms.pictures.references import (
    named_in_files,
    named_in_revisions,
    named_in_rows,
    without_foreign_keys,
)

log = logging.getLogger("cataloro.pictures")

GRACE = timedelta(days=7)
MOST = 5_000
"""Pictures, and hashes of files without one, that one run removes; the next goes on."""

_AT_ONCE = 200
_FILE = re.compile(r"([0-9a-f]{32})(?:-[0-9]+)?\.(?:png|jpg|avif|webp)")
_UNFINISHED = re.compile(r"\..*\.new")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What was removed, or would be. `unused` are all that nothing refers to, also those in their grace time."""

    unused: int
    pictures: int
    files: int
    bytes: int


def prune_pictures(*, now: datetime, dry_run: bool = False) -> Pruned:
    """Mark what nothing refers to, and remove what has been marked for GRACE; with `dry_run` change nothing."""
    unused, newest_revision = _unused()
    if not dry_run:
        _mark(unused, now)
    due = Picture.objects.filter(unused_since__lte=now - GRACE).order_by("unused_since", "hash")
    marked = [one for one in due.values_list("hash", flat=True) if one in unused]
    astray = sorted(_astray(older_than=(now - GRACE).timestamp()))
    kept = named_in_files({*marked, *astray}) | named_in_rows(astray) | named_in_revisions(astray)[0]
    marked = [one for one in marked if one not in kept][:MOST]
    astray = [one for one in astray if one not in kept][:MOST]
    if dry_run:
        sizes = [file.stat().st_size for one in (*marked, *astray) for file in files_of(one)]
        return Pruned(unused=len(unused), pictures=len(marked), files=len(sizes), bytes=sum(sizes))
    removed, sizes = 0, []
    for batch in _batches(marked):
        gone = _remove_rows(batch, newest_revision=newest_revision, before=now - GRACE)
        removed += len(gone)
        sizes += [size for one in gone for size in remove_files(one)]
    sizes += [size for one in astray for size in remove_files(one)]
    sizes += _remove_unfinished(older_than=(now - GRACE).timestamp())
    if sizes:
        log.info("%d pictures that nothing refers to were removed, %d files", removed, len(sizes))
    return Pruned(unused=len(unused), pictures=removed, files=len(sizes), bytes=sum(sizes))


def _unused() -> tuple[set[str], int]:
    """What neither rows nor revisions refer to, and the newest revision that was looked at."""
    unused = set(without_foreign_keys().values_list("hash", flat=True))
    unused -= named_in_rows(unused)
    named, newest = named_in_revisions(unused)
    return unused - named, newest


def _mark(unused: Collection[str], now: datetime) -> None:
    known = dict(Picture.objects.filter(unused_since__isnull=False).values_list("hash", "unused_since"))
    for batch in _batches([one for one in known if one not in unused]):
        Picture.objects.filter(pk__in=batch).update(unused_since=None)
    for batch in _batches([one for one in unused if one not in known]):
        Picture.objects.filter(pk__in=batch, unused_since__isnull=True).update(unused_since=now)


def _remove_rows(batch: Sequence[str], *, newest_revision: int, before: datetime) -> list[str]:
    """Remove those of the batch that still nobody needs: their hashes."""
    try:
        with transaction.atomic():
            locked = Picture.objects.select_for_update().filter(pk__in=batch, unused_since__lte=before)
            hashes = set(locked.order_by("pk").values_list("hash", flat=True))
            hashes -= named_in_rows(hashes) | named_in_revisions(hashes, after=newest_revision)[0]
            free = list(without_foreign_keys().filter(pk__in=hashes).values_list("hash", flat=True))
            Picture.objects.filter(pk__in=free).delete()
    except (IntegrityError, ProtectedError):
        log.info("pictures were needed again while they were to be removed: the next run looks anew")
        return []
    return free


def remove_files(content_hash: str) -> Iterator[int]:
    """Remove the files of a picture that is not there, telling the size of each."""
    with keeping_files():
        if Picture.objects.filter(pk=content_hash).exists():
            return
        for file in files_of(content_hash):
            yield _removed(file)


def _removed(file: Path) -> int:
    size = file.stat().st_size
    file.unlink(missing_ok=True)
    return size


def _astray(*, older_than: float) -> Iterator[str]:
    """The hashes of files, all of them that old, that belong to no picture."""
    for shard in (f"{number:02x}" for number in range(256)):
        ages: dict[str, float] = {}
        for file in _lying_in(shard):
            if found := _FILE.fullmatch(file.name):
                ages[found[1]] = max(ages.get(found[1], 0.0), file.stat().st_mtime)
        for batch in _batches(sorted(one for one, age in ages.items() if age < older_than)):
            known = set(Picture.objects.filter(pk__in=batch).values_list("hash", flat=True))
            yield from (one for one in batch if one not in known)


def _remove_unfinished(*, older_than: float) -> list[int]:
    """Remove what a killed process had begun to write."""
    files = [file for number in range(256) for file in _lying_in(f"{number:02x}")]
    left = [file for file in files if _UNFINISHED.fullmatch(file.name) and file.stat().st_mtime < older_than]
    return [_removed(file) for file in left]


def _lying_in(shard: str) -> list[Path]:
    folders = [Path(settings.MEDIA_DIR) / kind / shard for kind in ("originals", "photos")]
    return [file for folder in folders if folder.is_dir() for file in folder.iterdir()]


def _batches(hashes: Sequence[str]) -> Iterator[Sequence[str]]:
    return (hashes[start : start + _AT_ONCE] for start in range(0, len(hashes), _AT_ONCE))
