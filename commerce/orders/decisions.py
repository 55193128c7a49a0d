"""The form with which an operator decides a dispute, or ends an order."""

from __future__ import annotations

from typing import Any

from django import forms

from commerce.orders.machine import Action, Actor, actions_of
from commerce.orders.models import Order

_LABELS = {
    Action.DECIDE_DONE: "The deal was made: cash and goods changed hands",
    Action.DECIDE_CANCEL: "There was no deal: release what is reserved",
    Action.MODERATE: "End the order, whatever the two say",
}


class OperatorForm(forms.ModelForm[Order]):
    """What an operator can do in the state of the order, with reasons that both sides read."""

    action = forms.ChoiceField(label="Decision", widget=forms.RadioSelect)
    note = forms.CharField(
        label="Reasons",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Both sides get them by mail and on the page of the order. Say also how to appeal, within 14 days.",
    )

    class Meta:
        model = Order
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:  # noqa: ARG002 (Wagtail passes it)
        super().__init__(*args, **kwargs)
        choices = actions_of(self.instance.state, Actor.OPERATOR)
        field = self.fields["action"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.value, _LABELS[one]) for one in choices]
