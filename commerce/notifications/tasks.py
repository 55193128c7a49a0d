"""Mails are sent in the background: each right after its transaction, and what is due again by a sweep."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from commerce.notifications import sending

URGENT = 20
"""Before photos: somebody may wait for the mail in order to go on."""


@task(priority=URGENT)
def deliver(notification_id: int) -> bool:
    """Send this mail, unless somebody else has or is about to."""
    return sending.send(notification_id, timezone.now())


@task(priority=URGENT)
def sweep() -> int:
    """Send what is due."""
    return sending.send_due(timezone.now())
