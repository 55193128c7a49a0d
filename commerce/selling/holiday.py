"""A seller's holiday: the goods stay in the shop window, nobody can order, and the clock ends it by itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from cms.contract.records import AwayRecord
from commerce import own_goods
from commerce.notifications.services import notify
from commerce.orders.models import CashSettings
from commerce.selling.errors import NoSuchHoliday
from commerce.selling.models import Holiday

if TYPE_CHECKING:
    from collections.abc import Collection

MOST_DAYS = 90
"""How long somebody may be away at a time, the first and the last day included."""

PLANNED_AHEAD = timedelta(days=366)
"""How far ahead a holiday may begin."""


def holiday_of(seller_id: int) -> Holiday | None:
    """The one that a seller is on, or plans."""
    return Holiday.objects.filter(seller_id=seller_id).first()


def away(seller_ids: Collection[int]) -> dict[int, AwayRecord]:
    """Those of these people who are away now, as everybody may see it."""
    rows = Holiday.objects.filter(seller_id__in=list(seller_ids), is_on=True)
    return {one.seller_id: AwayRecord(until=one.until, text=one.text) for one in rows}


@transaction.atomic
def go_away(seller_id: int, *, starts: date, until: date, text: str, now: datetime) -> Holiday:
    """Be away on these days, in place of those that were said before. Orders that there are go on.

    Who is away already may have begun before today. Raises NoSuchHoliday.
    """
    own_goods.lock_seller(seller_id)
    today, before = today_on(now), holiday_of(seller_id)
    earliest = before.starts if before and before.is_on else today
    days = (until - starts).days + 1
    if not (earliest <= starts <= today + PLANNED_AHEAD and today <= until and 0 < days <= MOST_DAYS):
        raise NoSuchHoliday(MOST_DAYS)
    said = {"starts": starts, "until": until, "text": text.strip()[: Holiday.TEXT_LENGTH], "is_on": starts <= today}
    holiday, _ = Holiday.objects.update_or_create(seller_id=seller_id, defaults=said)
    return holiday


def come_back(seller_id: int) -> bool:
    """End a holiday, or give the plan of one up. False when there was none."""
    gone, _ = Holiday.objects.filter(seller_id=seller_id).delete()
    return bool(gone)


def forget(seller_id: int) -> None:
    """Take it along with somebody who leaves."""
    come_back(seller_id)


def begin_and_end(now: datetime) -> int:
    """Begin the holidays whose first day has come, and end those whose last day is over; how many that were."""
    today = today_on(now)
    begun = Holiday.objects.filter(is_on=False, starts__lte=today, until__gte=today).update(is_on=True)
    over = Holiday.objects.filter(until__lt=today).order_by("pk").values_list("pk", flat=True)
    return begun + sum(_end(one, today) for one in list(over))


def today_on(now: datetime) -> date:
    """The day on the shop's wall."""
    return now.astimezone(CashSettings.load().zone).date()


@transaction.atomic
def _end(seller_id: int, today: date) -> bool:
    gone, _ = Holiday.objects.filter(seller_id=seller_id, until__lt=today).delete()
    if gone:
        notify(seller_id, "holiday-over", {})
    return bool(gone)
