"""What time changes: rows are changed when their time has come, and so the pages that show them.

Each is one statement, or one object, that finds its work by what is stored: doing it late, twice or after a jump of
the clock does it once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import DraftStateMixin, Page, Revision

from cms.catalog.services import expire_listings, retire_listings
from cms.site.models import GeneralSettings
from cms.site.notice import begin_and_end
from cms.visits.closing import close_days, forget_old_visits

log = logging.getLogger("cataloro.clock")

Job = Callable[[datetime], int]
_jobs: list[Job] = []


def register(job: Job) -> None:
    """Let something be done by run_due: `job` takes the time, does what is due and returns how many things it changed.

    Called when an application is ready. What a job raises stops the jobs after it until the next time.
    """
    if job not in _jobs:
        _jobs.append(job)


def every(span: timedelta, task: Task[[], Any]) -> Job:
    """A job that gives this task to a worker when nobody has for so long; how often it did, 0 or 1."""

    def job(now: datetime) -> int:
        asked = DBTaskResult.objects.filter(task_path=task.module_path)
        # Without a worker it waits, once: not once for each time that has gone by.
        if asked.filter(Q(enqueued_at__gt=now - span) | Q(status=TaskResultStatus.READY)).exists():
            return 0
        task.enqueue()
        return 1

    return job


def once_a_day(task: Task[[], Any]) -> Job:
    """A job that gives this task to a worker when nobody has for a day."""
    return every(timedelta(days=1), task)


def run_due(now: datetime | None = None) -> int:
    """Do all that is due: returns how many things were changed. `now` is for tests.

    Pages and listings go live and expire as their editors scheduled it; listings expire; pages of ended listings are
    taken down when the days that General settings give them are over; their notice comes and goes; days are closed
    for the visitor numbers. Then what others have registered.
    """
    now = now or timezone.now()
    general = GeneralSettings.load()
    return sum(
        (
            _unpublish_expired(now),
            _publish_scheduled(now),
            expire_listings(now=now),
            retire_listings(now=now, ended_before=now - timedelta(days=general.sold_page_days)),
            begin_and_end(general, now),
            close_days(now),
            forget_old_visits(now),
            *(job(now) for job in _jobs),
        )
    )


def _unpublish_expired(now: datetime) -> int:
    """What an editor gave an end."""
    count = 0
    for model in _with_drafts():
        for one in list(model.objects.filter(live=True, expire_at__lt=now).order_by("expire_at", "pk")):
            count += _done(partial(one.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled"), one)
    return count


def _publish_scheduled(now: datetime) -> int:
    """What an editor gave a beginning."""
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at", "pk")
    return sum(_done(partial(one.publish, log_action="wagtail.publish.scheduled"), one) for one in list(due))


def _done(act: Callable[[], Any], subject: object) -> int:
    """One that cannot be done must not keep the others waiting; a database that is away does."""
    try:
        with transaction.atomic():
            act()
    except (ValidationError, LookupError, TypeError, ValueError) as error:
        log.error("what is due could not be done for %s: %s", subject, error)  # noqa: TRY400 (told in words)
        return 0
    return 1


def _with_drafts() -> Iterator[type[Any]]:
    yield Page
    for model in apps.get_models():
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page):
            yield model
