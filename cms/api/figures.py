"""What the dashboard tells in figures: a registry, so that each application brings its own.

An application calls `register_numbers`, `register_table` and `register_waiting` when it is ready. What it registers is
asked for with a `Period` and by who may see it alone; each costs a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Aggregate, Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import number_format

from cms.api.visits import Span, last_days
from cms.visits.days import begins, shop_zone

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from cms.accounts.models import User

SPANS = (1, 7, 30, 365)
USUAL_SPAN = 7

EVERYBODY = ""
"""The permission of what all may see who may enter the admin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """So many days up to now, and as long a time right before. The first day begins at midnight on the shop's wall."""

    span: Span
    since: datetime
    until: datetime
    before_since: datetime
    before_until: datetime

    @property
    def days(self) -> int:
        """How many, today included."""
        return (self.span.last - self.span.first).days + 1


def last(days: int, *, now: datetime | None = None) -> Period:
    """The last days, today included. The time before ends at the same hour, so that a morning is not called a slump."""
    now = now or timezone.now()
    zone = shop_zone()
    span = last_days(days, now=now)
    then = now.astimezone(zone).replace(tzinfo=None) - timedelta(days=days)
    return Period(
        span=span,
        since=begins(span.first, zone),
        until=now,
        before_since=begins(span.before.first, zone),
        before_until=then.replace(tzinfo=zone),
    )


def grouped(value: int) -> str:
    """`1,234`, as the language of the admin writes it."""
    return str(number_format(value, force_grouping=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One figure: `before` is None where nobody can know it. `show` is for people, `exported` for a cell."""

    label: str | _StrPromise
    now: int
    before: int | None = None
    less_is_better: bool = False
    show: Callable[[int], str] = grouped
    exported: Callable[[int], Any] = int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What is counted, and its numbers in the order of the columns."""

    label: str
    values: tuple[int, ...]
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for a person: how many, and where to go."""

    label: str | _StrPromise
    count: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """How one part of the machine is; `url` leads to where something can be done about it."""

    label: str | _StrPromise
    text: str
    is_well: bool = True
    url: str = ""


Numbers = Callable[[Period], Iterable[Number]]
Rows = Callable[[Period, int], Sequence[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of figures. `columns` begins with what the rows are; `rows` takes a period and the most rows wanted.

    `by_time`: the rows follow each other in time and are drawn as a line, else they are ranked and drawn as bars.
    """

    name: str
    heading: str | _StrPromise
    columns: tuple[str | _StrPromise, ...]
    rows: Rows
    permission: str = EVERYBODY
    by_time: bool = False
    empty: str | _StrPromise = ""
    order: int = 100


@dataclass(slots=True)
class _Registry:
    numbers: list[tuple[int, str, Numbers]] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    waiting: list[tuple[str, Callable[[User], Iterable[Waiting]]]] = field(default_factory=list)
    facts: list[tuple[str, Callable[[], Iterable[Fact]]]] = field(default_factory=list)


_registered = _Registry()


def register_numbers(numbers: Numbers, *, permission: str = EVERYBODY, order: int = 100) -> None:
    """Show these figures at the top."""
    _registered.numbers.append((order, permission, numbers))


def register_table(table: Table) -> None:
    """Show this table."""
    _registered.tables[table.name] = table


def register_waiting(waiting: Callable[[User], Iterable[Waiting]], *, permission: str = EVERYBODY) -> None:
    """Show these queues while something is in them."""
    _registered.waiting.append((permission, waiting))


def register_facts(facts: Callable[[], Iterable[Fact]], *, permission: str) -> None:
    """Tell this of the machine."""
    _registered.facts.append((permission, facts))


def numbers_for(user: User, period: Period) -> list[Number]:
    """All figures that this person may see."""
    found = sorted(_registered.numbers, key=lambda one: one[0])
    return [number for _, permission, make in found if _may(user, permission) for number in make(period)]


def tables_for(user: User) -> list[Table]:
    """All tables that this person may see, in order."""
    tables = sorted(_registered.tables.values(), key=lambda one: one.order)
    return [one for one in tables if _may(user, one.permission)]


def waiting_for(user: User) -> list[Waiting]:
    """What waits for this person, without what is empty."""
    found = (one for permission, make in _registered.waiting if _may(user, permission) for one in make(user))
    return [one for one in found if one.count]


def facts_for(user: User) -> list[Fact]:
    """What this person may know of the machine."""
    return [fact for permission, make in _registered.facts if _may(user, permission) for fact in make()]


def compared(
    rows: QuerySet[Any], moment: str, period: Period, of: Callable[[Q], Aggregate] | None = None
) -> tuple[int, int]:
    """How many rows (or `of` them) there are whose moment lies in the period, and in the time before it."""
    make = of or (lambda among: Count("pk", filter=among))
    found = rows.filter(**{f"{moment}__gte": period.before_since, f"{moment}__lte": period.until}).aggregate(
        now=make(Q(**{f"{moment}__gte": period.since})),
        before=make(Q(**{f"{moment}__lt": period.before_until})),
    )
    return found["now"] or 0, found["before"] or 0


def _may(user: User, permission: str) -> bool:
    return permission == EVERYBODY or user.has_perm(permission)
