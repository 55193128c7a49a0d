"""The form with which the team acts on an order: it decides a dispute, gives more time, or ends the order."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commerce.orders.machine import CLOSED_STATES, Action, Actor, Appeal, State, actions_of
from commerce.orders.models import Order

LABELS = {
    Action.DECIDE_DONE: _("The deal was made: cash and goods changed hands"),
    Action.DECIDE_CANCEL: _("There was no deal: release what is reserved"),
    Action.EXTEND: _("Give both sides more time"),
    Action.MODERATE: _("End the order, whatever the two say: release what is reserved"),
    Action.UPHOLD: _("The decision stands"),
    Action.REVERSE: _("The decision is changed"),
}
_REVERSED = {
    State.COMPLETED: _("Change it: there was no deal. The pieces go back to the seller, reviews of it are taken away"),
    State.CANCELLED: _("Change it: the deal was made. The pieces count as sold"),
}
_ORDER = tuple(LABELS)

_HOURS = [
    (24 * days, ngettext_lazy("%(count)d day", "%(count)d days", "count") % {"count": days})
    for days in (1, 2, 3, 7, 14)
]


def choices_for(order: Order) -> list[Action]:
    """What the team can do with the order as it stands: the likeliest first, what ends it last."""
    if order.state in CLOSED_STATES and order.appeal != Appeal.WAITS:
        return []
    return sorted(actions_of(order.state, Actor.OPERATOR), key=_ORDER.index)


def _label(action: Action, state: str) -> str:
    return str(_REVERSED[State(state)] if action is Action.REVERSE else LABELS[action])


class OperatorForm(forms.ModelForm[Order]):
    """What an operator can do in the state of the order, with reasons that both sides read."""

    action = forms.ChoiceField(label=_("What is done"), widget=forms.RadioSelect)
    more_hours = forms.TypedChoiceField(
        label=_("How much more time"),
        coerce=int,
        choices=_HOURS,
        initial=48,
        required=False,
        help_text=_("Counts only when you give more time: from the deadline on, or from now when that has passed."),
    )
    note = forms.CharField(
        label=_("Reasons"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Both sides get them by mail and on the page of the order, as you write them. Against a decision about a "
            "dispute either may appeal there once, within 14 days; somebody else of the team then looks at it."
        ),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=2**62)
    """The newest event on the page: who decides has read all that happened."""

    class Meta:
        model = Order
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:  # noqa: ARG002 (Wagtail passes it)
        super().__init__(*args, **kwargs)
        choices = choices_for(self.instance)
        self.fields["action"].choices = [(one.value, _label(one, self.instance.state)) for one in choices]  # type: ignore[attr-defined]  # Of a ChoiceField.
        if Action.EXTEND not in choices:
            del self.fields["more_hours"]
