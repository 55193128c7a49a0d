"""Mails that nobody got, by the order that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from commerce.notifications.models import Notification

_LABEL = re.compile(r"O-([0-9]{6,9})")
_MOST = 1000
"""So many of the newest are looked at: more than that fail only together, when no mail goes out at all."""


def orders_without_mail() -> set[int]:
    """Numbers of the orders about which a mail has failed."""
    failed = Notification.objects.filter(state=Notification.State.FAILED).order_by("-pk")
    labels = failed.values_list("context__order", flat=True)[:_MOST]
    return {int(match[1]) for one in labels if isinstance(one, str) and (match := _LABEL.fullmatch(one))}


def mails_about(order: str, people: Iterable[int], *, since: Any) -> QuerySet[Notification]:
    """What these people were told about an order (`O-000017`) since it was made, newest first."""
    return Notification.objects.filter(
        recipient__in=list(people), created_at__gte=since, context__order=order
    ).select_related("recipient")
