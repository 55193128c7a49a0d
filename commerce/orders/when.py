"""Times as people say them: in the shop's language, by the clock on its wall."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from babel import dates
from babel.numbers import format_currency
from django.conf import settings
from django.utils.module_loading import import_string

from cms.contract.money import Money
from commerce.orders.models import CashSettings


def locale() -> str:
    """The shop's language as Babel calls it."""
    language: str = import_string(f"{settings.SHOP_PAGES}.language")()
    return "en_GB" if language == "en" else language


def spoken(moment: datetime) -> str:
    """`Sat 2 May 2026, 14:30`, `Sa. 2. Mai 2026, 14:30`."""
    return spoken_all([moment])[0]


def spoken_all(moments: Iterable[datetime]) -> list[str]:
    """The same for many."""
    zone, name = CashSettings.load().zone, locale()
    pattern = f"EEE {_day(name)} MMM y, HH:mm"
    return [dates.format_datetime(one, pattern, tzinfo=zone, locale=name) for one in moments]


def clock_time(moment: datetime) -> str:
    """`14:30`."""
    return dates.format_datetime(moment, "HH:mm", tzinfo=CashSettings.load().zone, locale=locale())


def spoken_day(moment: datetime) -> str:
    """`Saturday 2 May`, `Samstag 2. Mai`."""
    name = locale()
    return dates.format_datetime(moment, f"EEEE {_day(name)} MMMM", tzinfo=CashSettings.load().zone, locale=name)


def spoken_date(day: date) -> str:
    """`2 May 2026`, `2. Mai 2026`."""
    name = locale()
    return dates.format_date(day, f"{_day(name)} MMMM y", locale=name)


def _day(name: str) -> str:
    """How the day of a month is written."""
    return "d." if name == "de" else "d"


def spoken_range(start: datetime, end: datetime) -> str:
    """`Sat 2 May 2026, 14:30–15:00`; with both days when it ends on another one."""
    zone = CashSettings.load().zone
    if start.astimezone(zone).date() == end.astimezone(zone).date():
        return f"{spoken(start)}–{clock_time(end)}"
    return f"{spoken(start)} – {spoken(end)}"


def left_until(deadline: datetime, now: datetime) -> str:
    """`in 2 days`: how long somebody has."""
    return dates.format_timedelta(deadline - now, add_direction=True, locale=locale(), threshold=1.2)


def amount(money: Money) -> str:
    """`35,00 €` or `€35.00`, for sentences that Python makes."""
    return format_currency(money.euros, "EUR", locale=locale())
