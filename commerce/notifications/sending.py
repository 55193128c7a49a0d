"""Sending what waits in the outbox. The mail server is never spoken to inside a transaction.

Whoever sends a mail claims it first, by one conditional UPDATE that moves its next try ahead: two workers never send
the same one, and what a killed worker had claimed is due again when the claim runs out. Only a worker that dies after
the server took the mail and before that is written down sends it once more, under the same Message-ID.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import get_connection
from django.db.models import F

from commerce.notifications.letter import letter_of
from commerce.notifications.models import Notification

log = logging.getLogger("cataloro.mail")

CLAIM = timedelta(minutes=10)
"""A server gets ten seconds for an answer: after this time the sender is gone."""

BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""The wait after each try that failed. There is one try more than waits."""

_BATCH = 100


def send(notification_id: int, now: datetime) -> bool:
    """Send one mail if it is due; whether it was sent. What goes wrong is written into the row, and tried again."""
    if not _claim(notification_id, now):
        return False
    row = Notification.objects.select_related("recipient").get(pk=notification_id)
    try:
        _hand_over(row, now)
    except Exception as error:  # noqa: BLE001 (whatever it is, the other mails must not suffer)
        _note_failure(row, error, now)
        return False
    return True


def send_due(now: datetime) -> int:
    """Send all that is due, oldest first, what was claimed by a worker that is gone too; how many were sent."""
    due = Notification.objects.filter(state=Notification.State.WAITING, next_try_at__lte=now)
    return sum(send(one, now) for one in list(due.order_by("next_try_at", "pk").values_list("pk", flat=True)[:_BATCH]))


def is_anything_due(now: datetime) -> bool:
    """Whether a sweep would find something."""
    return Notification.objects.filter(state=Notification.State.WAITING, next_try_at__lte=now).exists()


def _claim(notification_id: int, now: datetime) -> bool:
    mine = Notification.objects.filter(pk=notification_id, state=Notification.State.WAITING, next_try_at__lte=now)
    return bool(mine.update(next_try_at=now + CLAIM, tries=F("tries") + 1))


def _hand_over(row: Notification, now: datetime) -> None:
    connection = get_connection()
    letter = letter_of(row)
    connection.open()
    try:
        connection.send_messages([letter])
        # Written down before the goodbye: a server that hangs up now has the mail.
        Notification.objects.filter(pk=row.pk).update(state=Notification.State.SENT, sent_at=now, last_error="")
    finally:
        with suppress(OSError, SMTPException):
            connection.close()


def _note_failure(row: Notification, error: Exception, now: datetime) -> None:
    words = f"{type(error).__name__}: {error}"[:1000]
    is_last = row.tries > len(BACK_OFF)
    if is_last:
        log.error("mail %d (%s) could not be sent: %s", row.pk, row.kind, words)
    else:
        log.warning("mail %d (%s) could not be sent yet: %s", row.pk, row.kind, words)
    Notification.objects.filter(pk=row.pk, state=Notification.State.WAITING).update(
        state=Notification.State.FAILED if is_last else Notification.State.WAITING,
        next_try_at=now if is_last else now + BACK_OFF[row.tries - 1],
        last_error=words,
    )
