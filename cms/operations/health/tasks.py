"""Maintenance is done in the background."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cms.operations.health import runs


@task(priority=0)
def perform_run(run_id: int) -> str:
    """Do what was asked for."""
    return runs.perform(run_id)


@task(priority=-30)
def tidy_up() -> None:
    """Remove what has run out."""
    from django.utils import timezone  # noqa: PLC0415 (one line of the task)

    runs.tidy(timezone.now())


def tidy_daily(now: datetime) -> int:
    """Have it tidied up once a day; how many times it was asked for."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if DBTaskResult.objects.filter(task_path=tidy_up.module_path, enqueued_at__gte=day).exists():
        return 0
    tidy_up.enqueue()
    return 1
