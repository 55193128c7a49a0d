"""Where an account stands: active, not verified, suspended, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.accounts.directory import DIRECTORY, VERIFIED
from cms.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Collection


class State(models.TextChoices):
    """One for each account. `UNVERIFIED` is who could log in, but has not shown yet that the address is theirs."""

    ACTIVE = "active", _("Active")
    UNVERIFIED = "not-verified", _("Not verified")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")


def in_state(state: State) -> Q:
    """The condition on people that holds for those in this state."""
    if state is State.CLOSED:
        return Q(closed_at__isnull=False)
    if state is State.SUSPENDED:
        return Q(is_active=False, closed_at__isnull=True)
    verified = _verified()
    return Q(is_active=True) & (verified if state is State.ACTIVE else ~verified)


def states_of(people: Collection[User]) -> dict[int, State]:
    """The state of each of these people, by id."""
    known = {one.pk: _of_row(one) for one in people}
    active = [pk for pk, state in known.items() if state is State.ACTIVE]
    unverified = User.objects.filter(in_state(State.UNVERIFIED), pk__in=active).order_by() if active else None
    if unverified is not None:
        known |= dict.fromkeys(unverified.values_list("pk", flat=True), State.UNVERIFIED)
    return known


def _of_row(person: User) -> State:
    if person.closed_at is not None:
        return State.CLOSED
    return State.ACTIVE if person.is_active else State.SUSPENDED


def _verified() -> Q:
    """Of whom it is known; where no package tells, of everybody."""
    trait = DIRECTORY.traits.get(VERIFIED)
    return trait.holds() if trait is not None else Q(pk__isnull=False)
