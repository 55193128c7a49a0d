"""Who has been here today: known by digests only, and only until the day is closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection

from cms.visits.lines import Hit
from cms.visits.models import Visitor
from cms.visits.salts import digest, salt_of
from cms.visits.sums import stored

MOST_IN_A_MINUTE = 300
"""Nobody reads five pages a second for a minute."""

_AT_ONCE = 500
_HOUR = 3600

# Written by hand: Django takes as long for one row as all the rest for a line of the log.
_TABLE = Visitor._meta.db_table  # noqa: SLF001 (Django's documented API)
_COLUMNS = "digest, day, hours, minute, in_minute, is_robot"
_STORE = (
    f"INSERT INTO {_TABLE} ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (digest) DO UPDATE SET "  # noqa: S608
    "hours = excluded.hours, minute = excluded.minute, in_minute = excluded.in_minute, is_robot = excluded.is_robot"
)


class Somebody:
    """One visitor of a day while hits are counted."""

    __slots__ = ("digest", "hours", "in_minute", "is_robot", "minute")

    def __init__(self, number: int) -> None:
        self.digest = number
        self.hours = self.minute = self.in_minute = 0
        self.is_robot = False

    def looks(self, hit: Hit) -> bool:
        """Note that they look at something; False for a robot."""
        if hit.page is None:
            self.is_robot = True
        if self.is_robot:
            return False
        if hit.minute != self.minute:
            self.minute, self.in_minute = hit.minute, 0
        self.in_minute += 1
        self.is_robot = self.in_minute > MOST_IN_A_MINUTE
        return not self.is_robot

    def comes(self, hour_of_day: int) -> tuple[bool, bool]:
        """Whether they are here for the first time this day, and this hour."""
        first_today, bit = not self.hours, 1 << hour_of_day
        first_this_hour = not self.hours & bit
        self.hours |= bit
        return first_today, first_this_hour


class Visitors:
    """Those of one day who are met in a number of hits: loaded, noted and stored together."""

    def __init__(self, day: date, *, begins: datetime, now: datetime) -> None:
        self._day = stored(day)
        self._begins = int(begins.timestamp())
        self._salt = salt_of(day, now=now)
        self._met: dict[int, Somebody] = {}
        self._known: dict[tuple[str, str], Somebody] = {}

    def load(self, hits: Iterable[Hit]) -> None:
        """Look up who of them was here before."""
        for key in {(hit.addr, hit.agent) for hit in hits}:
            number = digest(self._salt, *key)
            self._known[key] = self._met.setdefault(number, Somebody(number))
        numbers = sorted(self._met)
        with connection.cursor() as cursor:
            for start in range(0, len(numbers), _AT_ONCE):
                some = numbers[start : start + _AT_ONCE]
                places = ", ".join(["%s"] * len(some))
                cursor.execute(f"SELECT {_COLUMNS} FROM {_TABLE} WHERE digest IN ({places})", some)  # noqa: S608
                for number, _day, *rest, is_robot in cursor.fetchall():
                    one = self._met[number]
                    one.hours, one.minute, one.in_minute = rest
                    one.is_robot = bool(is_robot)

    def who(self, hit: Hit) -> Somebody:
        """Whose hit this is."""
        return self._known[hit.addr, hit.agent]

    def hour_of_day(self, hit: Hit) -> int:
        """0 to 24: a day in autumn has 25 hours."""
        return (hit.hour - self._begins) // _HOUR

    def store(self) -> None:
        """Write down all who were met."""
        rows: list[Any] = [
            (number, self._day, one.hours, one.minute, one.in_minute, one.is_robot)
            for number, one in sorted(self._met.items())
        ]
        with connection.cursor() as cursor:
            cursor.executemany(_STORE, rows)
