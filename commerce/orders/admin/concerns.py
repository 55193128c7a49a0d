"""What about an order may need somebody of the team: each a word, a set of orders, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy

from commerce.notifications.failed import orders_without_mail
from commerce.orders.machine import Action, Appeal, State
from commerce.orders.models import Order, OrderEvent

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise


class Concern(StrEnum):
    """By its word in addresses."""

    LATE = "late"
    DISPUTED = "disputed"
    APPEALED = "appealed"
    WAS_DISPUTED = "was-disputed"
    NO_SHOW = "no-show"
    WAS_NO_SHOW = "was-no-show"
    ONE_SIDED = "one-sided"
    COMPLAINT = "complaint"
    MAIL_FAILED = "mail-failed"


LABELS: dict[Concern, _StrPromise] = {
    Concern.LATE: gettext_lazy("Deadline passed"),
    Concern.DISPUTED: gettext_lazy("In dispute"),
    Concern.APPEALED: gettext_lazy("Appeal against the team’s decision"),
    Concern.WAS_DISPUTED: gettext_lazy("Was ever in dispute"),
    Concern.NO_SHOW: gettext_lazy("No-show claimed"),
    Concern.WAS_NO_SHOW: gettext_lazy("A no-show was ever claimed"),
    Concern.ONE_SIDED: gettext_lazy("Waits for the second confirmation"),
    Concern.COMPLAINT: gettext_lazy("Complaint after the deal"),
    Concern.MAIL_FAILED: gettext_lazy("A mail about it failed"),
}

_BY_STATE = {Concern.DISPUTED: State.DISPUTED, Concern.NO_SHOW: State.NO_SHOW, Concern.ONE_SIDED: State.HANDED_OVER}


_BY_MOMENT = {Concern.APPEALED: "appeal_until", Concern.COMPLAINT: "complained_at"}

TO_DECIDE = Q(state=State.DISPUTED) | Q(appeal=Appeal.WAITS)
"""What waits for a decision of the team."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many orders a concern is about."""

    concern: Concern
    label: str
    count: int


def about(concern: str, *, now: datetime) -> Q:
    """The orders that this concern is about."""
    if concern in _BY_STATE:
        return Q(state=_BY_STATE[Concern(concern)])
    if concern in _BY_MOMENT:
        return Q(**{f"{_BY_MOMENT[Concern(concern)]}__isnull": False})
    if concern == Concern.LATE:
        return Q(deadline__lt=now)
    if concern == Concern.WAS_DISPUTED:
        return Q(pk__in=_with([Action.OBJECT, Action.CONTRADICT]))
    if concern == Concern.WAS_NO_SHOW:
        return Q(pk__in=_with([Action.CLAIM_NO_SHOW]))
    return Q(number__in=orders_without_mail())


def waiting(*, now: datetime) -> list[Waiting]:
    """What there is to do now, without what there is not."""
    open_ones = Order.objects.filter(deadline__isnull=False).aggregate(
        **{Concern.LATE.name: Count("pk", filter=about(Concern.LATE, now=now))},
        **{one.name: Count("pk", filter=Q(state=state)) for one, state in _BY_STATE.items()},
    )
    counts = {one: open_ones[one.name] for one in (Concern.LATE, *_BY_STATE)}
    counts[Concern.APPEALED] = Order.objects.filter(about(Concern.APPEALED, now=now)).count()
    counts[Concern.MAIL_FAILED] = Order.objects.filter(about(Concern.MAIL_FAILED, now=now)).count()
    return [Waiting(concern=one, label=str(LABELS[one]), count=counts[one]) for one in LABELS if counts.get(one)]


def _with(actions: Collection[Action]) -> QuerySet[OrderEvent, Any]:
    return OrderEvent.objects.filter(action__in=[one.value for one in actions]).order_by().values("order")
