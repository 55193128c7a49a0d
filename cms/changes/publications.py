"""What became of changes, for the people who wait for them: few rows, whatever happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Max
from django.db.models.functions import Now
from django.utils import timezone

from cms.changes.models import Publication, PublisherState
from cms.contract.keys import ChangeRecord, Kind

KEPT = 500
"""Live publications that can be looked at; older ones go."""

KEPT_FOR = timedelta(days=14)

_PRUNED_EVERY = 50
_BESIDES = frozenset({Kind.CATEGORY_LISTINGS, Kind.SELLER_LISTINGS, Kind.ACT})
"""Noted together with the thing that a person changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What some changes are about. `kind` and `key` are empty when they are about several `things`."""

    kind: str
    key: str
    things: int


def subject_of(changes: Sequence[ChangeRecord]) -> Subject:
    """What a person would call these changes: lists that follow from a listing don't count beside it."""
    found = {(one.kind, one.key) for one in changes}
    things = {one for one in found if one[0] not in _BESIDES} or found
    if len(things) == 1:
        ((kind, key),) = things
        return Subject(kind=kind, key=key, things=1)
    return Subject(kind="", key="", things=len(things))


def note_live(changes: Sequence[ChangeRecord], *, title: str, outputs: int, seconds: float) -> Publication:
    """Write down that these changes are live."""
    publication = _note(Publication.State.LIVE, changes, title=title, outputs=outputs, seconds=seconds)
    if publication.pk % _PRUNED_EVERY == 0:
        prune()
    return publication


def note_failed(changes: Sequence[ChangeRecord], *, title: str, reason: str) -> Publication:
    """Write down why these changes are not live."""
    return _note(Publication.State.FAILED, changes, title=title, reason=reason)


def forget_failed(changes: Sequence[ChangeRecord]) -> set[str]:
    """Take out what was said about these changes, as something newer is known of them. Gives the reasons."""
    ids = {one.id for one in changes}
    failed = Publication.objects.filter(state=Publication.State.FAILED).values_list("pk", "first_change", "reason")
    over = {pk: reason for pk, first, reason in failed if first in ids}
    if over:
        Publication.objects.filter(pk__in=over).delete()
    return set(over.values())


def prune() -> None:
    """Keep what people may still want to see."""
    live = Publication.objects.filter(state=Publication.State.LIVE)
    newest = live.aggregate(newest=Max("pk"))["newest"] or 0
    live.filter(pk__lte=newest - KEPT).delete()
    live.filter(ended_at__lt=timezone.now() - KEPT_FOR).delete()


def set_state(**values: object) -> None:
    """Say what the publisher is at, with fields of PublisherState. Its being there is noted as well."""
    if not PublisherState.objects.filter(pk=1).update(**values, seen_at=Now()):
        PublisherState.objects.get_or_create(pk=1, defaults={**values, "seen_at": timezone.now()})


def end_rendering() -> None:
    """Say that what was rendered is done; more to do says so again."""
    PublisherState.objects.filter(pk=1, phase="rendering").update(phase="idle", done=0, total=0)


def say_on(connection: BaseDatabaseWrapper, *, phase: str, done: int, total: int) -> None:
    """The same for the progress, on a connection that the ORM doesn't know."""
    table = connection.ops.quote_name(PublisherState._meta.db_table)  # noqa: SLF001 (Django's public name)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (id, phase, done, total, held, trouble, seen_at) VALUES (1, %s, %s, %s, 0, '', %s) "  # noqa: S608 (our own name)
            "ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, done = excluded.done, total = excluded.total, "
            "seen_at = excluded.seen_at",
            [phase, done, total, now],
        )


def state() -> PublisherState:
    """What the publisher is at."""
    return PublisherState.objects.filter(pk=1).first() or PublisherState()


def _note(state: str, changes: Sequence[ChangeRecord], *, title: str, **values: object) -> Publication:
    subject = subject_of(changes)
    times = [one.noted_at for one in changes]
    return Publication.objects.create(
        state=state,
        kind=subject.kind,
        key=subject.key,
        title=title[:200],
        things=subject.things,
        first_change=min(one.id for one in changes),
        queued_at=min(times),
        last_queued_at=max(times),
        **values,
    )
