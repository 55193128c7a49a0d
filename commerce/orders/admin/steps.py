"""What happens next with an order, who has to do it, and what the clock does otherwise: as the team reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commerce.orders.machine import Actor, Appeal, State
from commerce.orders.models import Appointment, Order

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """Who does what, and what comes of it when nobody does."""

    who: str
    what: str
    otherwise: str


_OTHERWISE: dict[str, _StrPromise] = {
    State.REQUESTED: gettext_lazy("Otherwise the order ends: the seller did not answer."),
    State.ACCEPTED: gettext_lazy("Otherwise the order ends: no meeting was agreed."),
    State.SCHEDULED: gettext_lazy("Otherwise the order ends: nobody said how the meeting went."),
    State.HANDED_OVER: gettext_lazy("Otherwise the deal counts as made."),
    State.NO_SHOW: gettext_lazy("Otherwise the order ends, and the claim counts."),
    State.DISPUTED: gettext_lazy("Otherwise the order ends without a decision."),
}


def next_of(order: Order, proposed: Appointment | None) -> Next:
    """What the order waits for."""
    if order.appeal == Appeal.WAITS:
        what = _("Looks at the decision once more: somebody else than who made it.")
        return Next(who=_("The team"), what=what, otherwise=_("Otherwise the decision stands."))
    if order.state not in _OTHERWISE:
        return Next(who="", what=_("Nothing: the order is over."), otherwise="")
    who, what = _who_does_what(order, proposed)
    return Next(who=who, what=what, otherwise=str(_OTHERWISE[order.state]))


def _who_does_what(order: Order, proposed: Appointment | None) -> tuple[str, str]:
    both = _("%(buyer)s and %(seller)s") % {"buyer": order.buyer_name, "seller": order.seller_name}
    if proposed is not None and order.state in {State.ACCEPTED, State.SCHEDULED}:
        return other_side(order, proposed.proposed_by), _("A meeting was proposed: it is confirmed or turned down.")
    told: dict[str, tuple[str, str]] = {
        State.REQUESTED: (order.seller_name, _("The seller accepts or declines.")),
        State.ACCEPTED: (both, _("The two agree on a time and a place.")),
        State.SCHEDULED: (both, _("The two meet; the seller enters the code that the buyer shows.")),
        State.HANDED_OVER: (other_side(order, order.spoke), _("The second side confirms the hand-over, or objects.")),
        State.NO_SHOW: (other_side(order, order.spoke), _("The other side can contradict that they did not come.")),
        State.DISPUTED: (_("The team"), _("Decides what happened, with reasons for both sides.")),
    }
    return told[order.state]


def other_side(order: Order, side: str) -> str:
    """The name of the one across."""
    return order.seller_name if side == Actor.BUYER else order.buyer_name
