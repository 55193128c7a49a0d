"""The shop's calendar: to which day and hour on its wall a moment belongs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from django.utils import timezone

_FIRST_YEAR = 2000
_AHEAD = timedelta(days=1)
_QUARTER = 900
_MOST_KEPT = 10_000
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: f"{number:02d}" for number, name in enumerate(_MONTH_NAMES, 1)}
_COMBINED_LENGTH = len("29/Nov/2026:15:16:47 +0000")

_zone: Callable[[], tzinfo] = timezone.get_default_timezone


def take_zone_from(source: Callable[[], tzinfo]) -> None:
    """Let `source` say in which zone days begin and end. Called when an application is ready."""
    global _zone  # noqa: PLW0603 (one shop, one wall)
    _zone = source


def shop_zone() -> tzinfo:
    """The zone in which days begin and end."""
    return _zone()


class Moment(NamedTuple):
    """When something happened: the day, the beginning of the hour and the minute, both in seconds since 1970."""

    day: date
    hour: int
    minute: int


class Calendar:
    """Reads the times of a log. Remembers the last ones: in a log most lines have the time of the line before."""

    def __init__(self, zone: tzinfo, *, now: datetime) -> None:
        self._zone = zone
        self._latest = (now + _AHEAD).timestamp()
        self._moments: dict[str, Moment | None] = {}
        self._quarters: dict[int, tuple[date, int]] = {}

    def moment(self, text: str) -> Moment | None:
        """The moment that is written in ISO 8601, or as in "combined"; None for anything else, and for far-off ones."""
        try:
            return self._moments[text]
        except KeyError:
            pass
        if len(self._moments) > _MOST_KEPT:
            self._moments.clear()
        found = self._moments[text] = self._read(text)
        return found

    def _read(self, text: str) -> Moment | None:
        try:
            at = datetime.fromisoformat(_as_iso(text) if text[2:3] == "/" else text)
        except ValueError:
            return None
        if at.tzinfo is None or at.year < _FIRST_YEAR:
            return None
        try:
            seconds = int(at.timestamp())
        except (OverflowError, ValueError):
            return None
        if seconds > self._latest:
            return None
        day, hour = self._quarter(seconds - seconds % _QUARTER)
        return Moment(day, hour, seconds - seconds % 60)

    def _quarter(self, seconds: int) -> tuple[date, int]:
        """Day and hour for this quarter of an hour: no zone has changed its clocks within one since 2000."""
        found = self._quarters.get(seconds)
        if found is None:
            local = datetime.fromtimestamp(seconds, self._zone)
            if len(self._quarters) > _MOST_KEPT:
                self._quarters.clear()
            found = self._quarters[seconds] = (local.date(), seconds - local.minute * 60)
        return found


def _as_iso(text: str) -> str:
    """`29/Nov/2026:15:16:47 +0000` in ISO 8601. Raises ValueError."""
    if len(text) != _COMBINED_LENGTH or (month := _MONTHS.get(text[3:6])) is None:
        raise ValueError(text)
    return f"{text[7:11]}-{month}-{text[:2]}T{text[12:20]}{text[21:]}"


def begins(day: date, zone: tzinfo) -> datetime:
    """Its first moment, in UTC."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def ends(day: date, zone: tzinfo) -> datetime:
    """The first moment after it, in UTC."""
    return begins(day + timedelta(days=1), zone)
