"""Where publishing stands, for the people who wait for it: what waits, what went live, what cannot be rendered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone

from cms.api.titles import translated
from cms.changes import publications
from cms.changes.models import Change, Publication
from cms.contract.keys import Kind

LATE = timedelta(seconds=60)
"""How long a change may wait before somebody should look why."""

NOT_SHOWN = (Kind.REDIRECT, Kind.ACT)
"""Changes that no page waits for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where publishing stands. Ages are whole seconds; `heard` is None when the publisher never said anything.

    `phase` is "building" or "rendering" while there is long work, `done` of `total` of it; else "idle".
    """

    waiting: int
    oldest: int
    failing: int
    held: int
    phase: str
    done: int
    total: int
    trouble: str
    heard: int | None

    @property
    def is_late(self) -> bool:
        """Whether something waits for too long."""
        return self.oldest > LATE.total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of some changes: they are live after `seconds`, counted from the first of them, or why not."""

    number: int
    title: str
    is_live: bool
    seconds: float
    pages: int
    reason: str
    queued_at: datetime
    """When the last of the changes was made."""
    at: datetime


def standing(*, now: datetime | None = None) -> Standing:
    """Where publishing stands now."""
    now = now or timezone.now()
    facts = _waiting().aggregate(count=Count("pk"), oldest=Min("noted_at"))
    failing = Publication.objects.filter(state=Publication.State.FAILED).count()
    state = publications.state()
    # Who begins long work says so, its end is that nothing waits.
    phase = state.phase if facts["count"] else "idle"
    return Standing(
        waiting=facts["count"],
        oldest=_age(facts["oldest"], now) or 0,
        failing=failing,
        held=state.held,
        phase=phase,
        done=state.done,
        total=state.total,
        trouble=state.trouble,
        heard=_age(state.seen_at, now),
    )


def newest_waiting(*, since: datetime) -> datetime | None:
    """When the newest thing that is not live was changed, if that was since then."""
    found: datetime | None = _waiting().filter(noted_at__gte=since).aggregate(newest=Max("noted_at"))["newest"]
    return found


def newest_outcome(*, since: datetime) -> Outcome | None:
    """What became of the newest change, of those that were made since then."""
    made = Publication.objects.filter(last_queued_at__gte=since)
    one = made.order_by("-last_queued_at", "-pk").first()
    return None if one is None else _outcome(one)


def last_live(*, newest: int) -> list[Outcome]:
    """What people made live, newest first; pictures that were ready by themselves are left out."""
    rows = Publication.objects.filter(state=Publication.State.LIVE).exclude(kind=Kind.PICTURE)
    return [_outcome(one) for one in rows.order_by("-pk")[:newest]]


def usual_seconds(*, newest: int) -> float | None:
    """Within how many seconds 95 of 100 of the last publications by people were live; None where there was none."""
    rows = Publication.objects.filter(state=Publication.State.LIVE).exclude(kind=Kind.PICTURE)
    times = rows.order_by("-pk").values_list("queued_at", "ended_at")[:newest]
    taken = sorted(max((ended - queued).total_seconds(), 0.0) for queued, ended in times)
    return taken[(len(taken) * 95 + 99) // 100 - 1] if taken else None


def failures(*, newest: int) -> list[Outcome]:
    """What cannot be rendered at present, newest first."""
    return [
        _outcome(one) for one in Publication.objects.filter(state=Publication.State.FAILED).order_by("-pk")[:newest]
    ]


def _waiting() -> QuerySet[Change]:
    return Change.objects.exclude(kind__in=NOT_SHOWN)


def _outcome(one: Publication) -> Outcome:
    return Outcome(
        number=one.pk,
        title=translated(one.title),
        is_live=one.state == Publication.State.LIVE,
        seconds=max((one.ended_at - one.queued_at).total_seconds(), 0.0),
        pages=one.outputs,
        reason=one.reason,
        queued_at=one.last_queued_at,
        at=one.ended_at,
    )


def _age(then: datetime | None, now: datetime) -> int | None:
    return None if then is None else max(int((now - then).total_seconds()), 0)
