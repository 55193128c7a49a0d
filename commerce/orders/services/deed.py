"""One action on one order while its row is locked: what the guards ask and the effects change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from commerce.orders.machine import Actor, Transition
from commerce.orders.models import Appointment, Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What comes with an action; each action reads its own."""

    note: str = ""
    code: str = ""
    place: str = ""
    address: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    window_id: int | None = None
    more_hours: int = 0
    seen_event: int | None = None
    """The newest event that the person had on the screen; what came after it makes a conflict."""
    photo_ids: tuple[int, ...] = ()


@dataclass(slots=True, kw_only=True)
class Deed:
    """Who does what, with the meetings as they are before it."""

    order: Order
    transition: Transition
    actor: Actor
    person_id: int | None
    now: datetime
    details: Details
    agreed: Appointment | None
    proposed: Appointment | None

    @property
    def is_side(self) -> bool:
        """Whether it is the buyer or the seller who acts."""
        return self.actor in {Actor.BUYER, Actor.SELLER}

    def meetings(self) -> Iterator[Appointment]:
        """Those that are not dropped."""
        yield from (one for one in (self.agreed, self.proposed) if one is not None)
