"""Derivatives are made in the background, once for each picture; a lost task is found and queued again."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.pictures.derivatives import write_derivatives
from cms.pictures.likeness import PLAIN, look_of_files
from cms.pictures.models import LOOK_FIELDS, Picture
from cms.pictures.pruning import prune_pictures

log = logging.getLogger(__name__)

LOST_AFTER = timedelta(minutes=10)
"""A picture takes seconds: what has been running for longer belonged to a worker that is gone."""

FOR_EDITORS, FOR_GOODS, FOR_SHOW, FOR_TIDINESS = 10, -10, -50, -90
"""Priorities: who dresses the shop sees it at once, also while hundreds of demo photos wait."""

LOOKED_AT_ONCE = 200

GRACE = timedelta(seconds=30)
TRIES = 5


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the stored pictures have all their files."""

    done: int
    total: int


@task(priority=FOR_GOODS)
def make_derivatives(content_hash: str) -> list[int]:
    """Make all files of a picture, then say so in its row. Does nothing for a picture that is gone or done."""
    picture = Picture.objects.filter(pk=content_hash).first()
    if picture is None:
        return []
    if not picture.widths:
        picture.widths = list(write_derivatives(picture))
        look = dict(zip(LOOK_FIELDS, look_of_files(content_hash, picture.widths), strict=True))
        # Unless it was removed meanwhile.
        Picture.objects.filter(pk=content_hash).update(widths=picture.widths, **look)
    return list(picture.widths)


@task(priority=FOR_TIDINESS)
def look_at_pictures(after: str = "") -> int:
    """Note what some older pictures look like, and go on with the next until all are done; how many it were.

    A picture whose file cannot be read counts as one that shows too little: it is like nothing.
    """
    unseen = Picture.objects.filter(look_1=None, hash__gt=after).exclude(widths=[]).order_by("hash")
    some = list(unseen.values_list("hash", "widths")[:LOOKED_AT_ONCE])
    for content_hash, widths in some:
        try:
            look = look_of_files(content_hash, widths)
        except OSError:
            look = PLAIN
        Picture.objects.filter(pk=content_hash).update(**dict(zip(LOOK_FIELDS, look, strict=True)))
    if len(some) == LOOKED_AT_ONCE:
        look_at_pictures.enqueue(some[-1][0])
    return len(some)


def enqueue_derivatives(content_hash: str, *, priority: int = FOR_GOODS) -> None:
    """Have the files of a picture made, once the present transaction is committed."""
    transaction.on_commit(lambda: make_derivatives.using(priority=priority).enqueue(content_hash))


@task(priority=FOR_TIDINESS)
def prune() -> dict[str, int]:
    """Remove what nothing has referred to for long: what was removed."""
    return asdict(prune_pictures(now=timezone.now()))


def pending_pictures() -> list[str]:
    """The hashes of pictures whose files are not all there yet, the oldest first."""
    return list(Picture.objects.filter(widths=[]).order_by("created_at", "hash").values_list("hash", flat=True))


def progress() -> Progress:
    """How far the work is."""
    total = Picture.objects.count()
    return Progress(total - Picture.objects.filter(widths=[]).count(), total)


def enqueue_missing(*, now: datetime | None = None) -> int:
    """Queue each pending picture that no live task is about; how many there were.

    A killed worker leaves its task "running" for ever: such a task is closed as failed when it has been running for
    longer than LOST_AFTER. A picture whose task failed is tried again, TRIES times in all. A very new one is left
    alone: its task is about to be written.
    """
    moment = now or timezone.now()
    tasks = DBTaskResult.objects.filter(task_path=make_derivatives.module_path)
    lost = tasks.filter(status=TaskResultStatus.RUNNING, started_at__lt=moment - LOST_AFTER)
    lost.update(status=TaskResultStatus.FAILED, finished_at=moment, traceback="The worker was stopped.")
    waiting = set(_subjects(tasks.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])))
    failures = Counter(_subjects(tasks.filter(status=TaskResultStatus.FAILED)))
    pending = Picture.objects.filter(widths=[], created_at__lt=moment - GRACE).values_list("hash", flat=True)
    forgotten = [one for one in pending if one not in waiting and failures[one] < TRIES]
    for content_hash in forgotten:
        make_derivatives.enqueue(content_hash)
    if forgotten:
        log.warning("%d pictures were without a task and have been queued again", len(forgotten))
    return len(forgotten)


def _subjects(tasks: QuerySet[Any]) -> Iterator[str]:
    """The picture that each of these tasks is about."""
    for one in tasks.values_list("args_kwargs", flat=True):
        yield one["args"][0]
