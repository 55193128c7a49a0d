"""What changes the outbox: telling somebody something, trying a failed mail again, what people want to be told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from commerce.notifications import kinds
from commerce.notifications.models import Declined, Notification
from commerce.notifications.tasks import deliver, sweep
from commerce.notifications.values import packed

_ROWS_AT_ONCE = 500
_silent = ContextVar("silent", default=False)


@contextmanager
def without_mails() -> Iterator[None]:
    """Within, nobody is told anything: for deals that are made up, such as those of the demo."""
    before = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(before)


def notify(user_id: int | None, kind: str, context: Mapping[str, Any], *, address: str = "") -> Notification | None:
    """Tell somebody something by a mail from the theme's `commerce/mail/<kind>.html`; None when they declined such.

    The row is part of the open transaction; the mail is sent after it, in the background. `context` holds JSON, and
    besides moments, days and Money. With `address` it goes there instead of to the person's own address.
    Raises TypeError for a context with other things in it, and ValueError when it is for nobody.
    """
    if user_id is None and not address:
        raise ValueError("a mail needs a person or an address")
    if _silent.get():
        return None
    if user_id is not None and kinds.is_optional(kind) and Declined.objects.filter(user_id=user_id, kind=kind).exists():
        return None
    row = Notification.objects.create(recipient_id=user_id, address=address, kind=kind, context=packed(context))
    transaction.on_commit(partial(deliver.enqueue, row.pk), robust=True)
    return row


def notify_many(kind: str, contexts: Mapping[int, Mapping[str, Any]]) -> None:
    """Tell many people something that is necessary, each with a context; the mails follow bit by bit.

    Raises what notify raises, and ValueError for a kind that can be declined.
    """
    if kinds.is_optional(kind):
        raise ValueError(kind)
    Notification.objects.bulk_create(
        (Notification(recipient_id=one, kind=kind, context=packed(context)) for one, context in contexts.items()),
        batch_size=_ROWS_AT_ONCE,
    )
    transaction.on_commit(sweep.enqueue, robust=True)


def try_again(notification_id: int) -> bool:
    """Put a failed mail back into the queue, with all its tries before it; False when it has not failed."""
    with transaction.atomic():
        changed = Notification.objects.filter(pk=notification_id, state=Notification.State.FAILED).update(
            state=Notification.State.WAITING, tries=0, next_try_at=timezone.now()
        )
        if changed:
            transaction.on_commit(partial(deliver.enqueue, notification_id), robust=True)
    return bool(changed)


def decline(user_id: int, kind: str) -> None:
    """Send somebody no more mails of this kind. Raises ValueError for a kind that is necessary."""
    if not kinds.is_optional(kind):
        raise ValueError(kind)
    Declined.objects.get_or_create(user_id=user_id, kind=kind)


@transaction.atomic
def choose_mails(user_id: int, wanted: Collection[str]) -> None:
    """Send somebody, of the mails that are not necessary, only those of these kinds."""
    for kind in kinds.optional_kinds():
        if kind in wanted:
            Declined.objects.filter(user_id=user_id, kind=kind).delete()
        else:
            Declined.objects.get_or_create(user_id=user_id, kind=kind)
