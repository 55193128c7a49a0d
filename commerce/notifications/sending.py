"""Sending what waits in the outbox. The mail server is never spoken to inside a transaction.

Whoever sends a mail claims it first, by one conditional UPDATE that moves its next try ahead: two workers never send
the same one, and what a killed worker had claimed is due again when the claim runs out. Only a worker that dies after
the server took the mail and before that is written down sends it once more, under the same Message-ID.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from enum import Enum
from smtplib import SMTPException

from django.core.mail import get_connection
from django.db.models import F
from django.utils import timezone

from commerce.notifications.letter import letter_of
from commerce.notifications.models import SUBJECT_LENGTH, Notification

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

PROBE = timedelta(minutes=1)
"""While the server lets nobody in, that is no mail's fault: one mail knocks every minute, for as long as it takes."""

_BATCH = 100
_WAITING = Notification.State.WAITING


class Outcome(Enum):
    """What became of a try."""

    SENT = "sent"
    NOT_DUE = "not due"
    FAILED = "failed"
    NO_SERVER = "no server"


def send(notification_id: int, now: datetime | None = None) -> Outcome:
    """Send one mail if it is due. What goes wrong is written into its row, and tried again. `now` is for tests."""
    moment = now or timezone.now()
    if not _claim(notification_id, moment):
        return Outcome.NOT_DUE
    row = Notification.objects.select_related("recipient").get(pk=notification_id)
    try:
        letter = letter_of(row)
    except Exception as error:  # noqa: BLE001 (whatever a theme does wrong, the other mails must not suffer)
        return _failed(row, error, moment)
    Notification.objects.filter(pk=row.pk).update(subject=letter.subject[:SUBJECT_LENGTH])
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        return _no_server(row, error, moment)
    try:
        connection.send_messages([letter])
    except Exception as error:  # noqa: BLE001 (an address can break more than SMTP)
        return _failed(row, error, moment)
    else:
        # Written down before the goodbye: a server that hangs up now has the mail.
        Notification.objects.filter(pk=row.pk).update(state=Notification.State.SENT, sent_at=moment, last_error="")
        return Outcome.SENT
    finally:
        with suppress(OSError, SMTPException):
            connection.close()


def send_due(now: datetime | None = None) -> int:
    """Send what is due, oldest first, also what was claimed by a worker that is gone; how many were sent."""
    due = Notification.objects.filter(state=_WAITING, next_try_at__lte=now or timezone.now())
    sent = 0
    for one in list(due.order_by("next_try_at", "pk").values_list("pk", flat=True)[:_BATCH]):
        outcome = send(one, now)
        if outcome is Outcome.NO_SERVER:
            break
        sent += outcome is Outcome.SENT
    return sent


def is_anything_due(now: datetime) -> bool:
    """Whether a sweep would find something."""
    return Notification.objects.filter(state=_WAITING, next_try_at__lte=now).exists()


def _claim(notification_id: int, now: datetime) -> bool:
    mine = Notification.objects.filter(pk=notification_id, state=_WAITING, next_try_at__lte=now)
    return bool(mine.update(next_try_at=now + CLAIM, tries=F("tries") + 1))


def _failed(row: Notification, error: Exception, now: datetime) -> Outcome:
    words = _in_words(error)
    is_last = row.tries > len(BACK_OFF)
    mine = Notification.objects.filter(pk=row.pk, state=_WAITING)
    if is_last:
        log.error("mail %d (%s) could not be sent: %s", row.pk, row.kind, words)
        mine.update(state=Notification.State.FAILED, last_error=words)
    else:
        log.warning("mail %d (%s) could not be sent yet: %s", row.pk, row.kind, words)
        mine.update(next_try_at=now + BACK_OFF[row.tries - 1], last_error=words)
    return Outcome.FAILED


def _no_server(row: Notification, error: Exception, now: datetime) -> Outcome:
    """Put all that is due off: each would wait for the same server."""
    words = _in_words(error)
    log.warning("mails wait, for the mail server lets nobody in: %s", words)
    waiting = Notification.objects.filter(state=_WAITING)
    waiting.filter(pk=row.pk).update(next_try_at=now + PROBE, tries=F("tries") - 1, last_error=words)
    waiting.filter(next_try_at__lte=now).update(next_try_at=now + PROBE)
    return Outcome.NO_SERVER


def _in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:1000].replace("\x00", "")
