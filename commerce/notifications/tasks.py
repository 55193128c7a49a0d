"""Mails are sent in the background: each right after its transaction, and what is due again by a sweep."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from commerce.notifications import sending

URGENT = 20
"""Before photos: somebody may wait for the mail in order to go on."""


@task(priority=URGENT)
def deliver(notification_id: int) -> str:
    """Send this mail, unless somebody else has or is about to."""
    return sending.send(notification_id).value


@task(priority=URGENT)
def sweep() -> int:
    """Send what is due."""
    return sending.send_due()


def enqueue_sweep(now: datetime) -> int:
    """Have sent what is due, by a worker: the clock itself waits for no mail server. How many sweeps were queued."""
    if not sending.is_anything_due(now):
        return 0
    if DBTaskResult.objects.filter(task_path=sweep.module_path, status=TaskResultStatus.READY).exists():
        return 0
    sweep.enqueue()
    return 1
