"""What is not on the site yet, thing by thing: since when it waits, and why it cannot be published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, Min, Q, QuerySet, Value, When

from cms.api.publishing import NOT_SHOWN
from cms.api.titles import titles_of, translated
from cms.changes.models import Change, Publication

MOST = 1000
"""Things that `first_unpublished` tells."""

_AT_ONCE = 500
_CHANGES_LOOKED_AT = 10 * MOST
"""Some changes for each thing: a listing that changes is noted with its two lists."""
_MOST_FAILURES = 1000
_MOST_TOGETHER = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpublished:
    """A thing whose pages are older than it is. `reason` is empty while it only waits its turn."""

    kind: str
    key: str
    title: str
    since: datetime
    changes: int
    reason: str


def unpublished(*, failing: bool | None = None) -> QuerySet[Any]:
    """One row for each thing, what fails first, then what waits for longest; `told` makes something of them.

    `failing`: only those that fail, or only those that do not.
    """
    condition = _failing()
    rows = (
        Change.objects.exclude(kind__in=NOT_SHOWN)
        .values("kind", "key")
        .annotate(
            since=Min("noted_at"),
            last_id=Max("pk"),
            changes=Count("pk"),
            fails=Count("pk", filter=condition) if condition else Value(0, IntegerField()),
        )
    )
    if failing is not None:
        rows = rows.filter(fails__gt=0) if failing else rows.filter(fails=0)
    return rows.order_by(Case(When(fails__gt=0, then=0), default=1), "since", "kind", "key")


def first_unpublished(*, failing: bool | None = None, most: int = MOST) -> tuple[list[dict[str, Any]], bool]:
    """The first rows of `unpublished`, and whether there are no more: however much waits, it takes no longer.

    Looks at the oldest changes by their number, so a row may leave out younger ones: `all_changes` counts those.
    """
    condition = _failing()
    changes = Change.objects.exclude(kind__in=NOT_SHOWN).order_by("pk")
    fail, all_fail = _first_things(changes.filter(condition), fails=1) if condition else ([], True)
    if failing or (failing is None and len(fail) > most):
        return fail[:most], all_fail and len(fail) <= most
    wait, all_wait = _first_things(changes.exclude(condition) if condition else changes, fails=0)
    names = {(one["kind"], one["key"]) for one in fail}
    rows = [one for one in wait if (one["kind"], one["key"]) not in names]
    if failing is None:
        rows = fail + rows
    return rows[:most], all_fail and all_wait and len(rows) <= most


def _first_things(changes: QuerySet[Change], *, fails: int) -> tuple[list[dict[str, Any]], bool]:
    looked_at = changes.values("pk")[:_CHANGES_LOOKED_AT]
    things = Change.objects.filter(pk__in=looked_at).values("kind", "key")
    found = things.annotate(since=Min("noted_at"), last_id=Max("pk"), changes=Count("pk"))
    rows: list[dict[str, Any]] = [{**one, "fails": fails} for one in found.order_by("since", "kind", "key")]
    return rows, sum(one["changes"] for one in rows) < _CHANGES_LOOKED_AT


def all_changes(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """These few rows of `first_unpublished` with all their changes."""
    few = list(rows)
    kinds, keys = ({one[name] for one in few} for name in ("kind", "key"))
    counted = Change.objects.filter(kind__in=kinds, key__in=keys).values_list("kind", "key").annotate(count=Count("pk"))
    counts = {(kind, key): count for kind, key, count in counted}
    for one in few:
        # What went live meanwhile is told as it was.
        yield {**one, "changes": counts.get((one["kind"], one["key"]), one["changes"])}


def told(rows: Iterable[dict[str, Any]]) -> Iterator[Unpublished]:
    """The rows with their titles and reasons, a few queries for each some hundred."""
    rest = iter(rows)
    while some := list(islice(rest, _AT_ONCE)):
        titles = titles_of([(one["kind"], one["key"]) for one in some])
        reasons = _Reasons(some)
        for one in some:
            yield Unpublished(
                kind=one["kind"],
                key=one["key"],
                title=translated(titles[one["kind"], one["key"]]),
                since=one["since"],
                changes=one["changes"],
                reason=reasons.of(one),
            )


class _Reasons:
    """What the publisher said about some things: of each alone, or of all that it read together."""

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        failed = Publication.objects.filter(state=Publication.State.FAILED)
        keys = {one["key"] for one in rows if one["fails"]}
        self._alone: dict[tuple[str, str], str] = {}
        self._together: list[Publication] = []
        if keys:
            alone = failed.filter(key__in=keys).exclude(kind="").order_by("pk")
            self._alone = {(kind, key): reason for kind, key, reason in alone.values_list("kind", "key", "reason")}
            self._together = list(failed.filter(kind="").order_by("-pk")[:_MOST_TOGETHER])

    def of(self, row: dict[str, Any]) -> str:
        """The sentence why; empty for what only waits."""
        if not row["fails"]:
            return ""
        if (row["kind"], row["key"]) in self._alone:
            return self._alone[row["kind"], row["key"]]
        reasons = (one.reason for one in self._together if _has(one, row))
        return next(reasons, "")


def _has(publication: Publication, row: dict[str, Any]) -> bool:
    return bool(publication.first_change <= row["last_id"] and row["since"] <= publication.last_queued_at)


def _failing() -> Q | None:
    """Which changes cannot be published; None when all can. In values, for the table of failures is small."""
    failed = Publication.objects.filter(state=Publication.State.FAILED).order_by("-pk")
    rows = failed.values_list("kind", "key", "first_change", "last_queued_at")
    alone: dict[str, list[str]] = defaultdict(list)
    for kind, key, _first, _last in rows.exclude(kind="")[:_MOST_FAILURES]:
        alone[kind].append(key)
    conditions = [
        *(Q(kind=kind, key__in=keys) for kind, keys in alone.items()),
        *(Q(pk__gte=first, noted_at__lte=last) for *_name, first, last in rows.filter(kind="")[:_MOST_TOGETHER]),
    ]
    return reduce(or_, conditions) if conditions else None
