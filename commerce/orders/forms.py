"""The forms of orders: proposing a meeting, a seller's weekly hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms

from commerce.orders.models import CashSettings, PickupWindow
from commerce.orders.models.order import Order
from commerce.seen_text import one_line, some_lines
from commerce.theme import later, translate

YEARS = range(2000, 2200)
"""What a calendar of this shop holds: outside of it arithmetic ends."""

_WEEKDAYS = (
    later("Monday"),
    later("Tuesday"),
    later("Wednesday"),
    later("Thursday"),
    later("Friday"),
    later("Saturday"),
    later("Sunday"),
)


def weekday_name(number: int) -> str:
    """Monday is 0."""
    return _WEEKDAYS[number]()


class ProposeForm(forms.Form):
    """Where and when. The time is read by the clock on the shop's wall."""

    place = forms.CharField(max_length=120, validators=[one_line])
    address = forms.CharField(max_length=200, required=False, validators=[one_line])
    starts = forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"],
    )
    minutes = forms.TypedChoiceField(coerce=int, choices=[(30, "30 min"), (60, "1 h"), (120, "2 h")], initial=30)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = {
            "place": (translate("Place"), translate("A public place is best: a station hall, a café.")),
            "address": (translate("Exact address"), translate("Shown to the other side when the meeting is agreed.")),
            "starts": (translate("Day and time"), ""),
            "minutes": (translate("How long"), ""),
        }
        for name, (label, help_text) in texts.items():
            self.fields[name].label, self.fields[name].help_text = label, help_text
        for one in self.fields.values():
            one.error_messages["required"] = translate("Please fill this in.")
        self.fields["starts"].error_messages["invalid"] = translate("Please give a day and a time.")

    def clean_starts(self) -> datetime:
        """The moment on the shop's wall clock."""
        typed: datetime = self.cleaned_data["starts"]
        if typed.year not in YEARS:
            raise forms.ValidationError(translate("Please give a day and a time."))
        return typed.replace(tzinfo=CashSettings.load().zone)

    def details(self) -> dict[str, Any]:
        """As the service takes it."""
        start = self.cleaned_data["starts"]
        return {
            "place": self.cleaned_data["place"],
            "address": self.cleaned_data["address"],
            "starts_at": start,
            "ends_at": start + timedelta(minutes=self.cleaned_data["minutes"]),
        }


class WindowForm(forms.ModelForm[PickupWindow]):
    """Hours in which a seller hands things over every week."""

    class Meta:
        model = PickupWindow
        fields = ("weekday", "opens", "closes", "place", "address", "capacity", "lead_hours")
        widgets = {
            "weekday": forms.Select(),
            "opens": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "closes": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = {
            "weekday": (translate("Day"), ""),
            "opens": (translate("From"), ""),
            "closes": (translate("To"), ""),
            "place": (translate("Place"), translate("Buyers see it once you have accepted.")),
            "address": (translate("Exact address"), translate("Only those see it who have picked a time.")),
            "capacity": (translate("Buyers in each half hour"), ""),
            "lead_hours": (translate("Hours of notice that you need"), ""),
        }
        for name, (label, help_text) in texts.items():
            self.fields[name].label, self.fields[name].help_text = label, help_text
        for name in ("place", "address"):
            self.fields[name].validators.append(one_line)
        weekday = self.fields["weekday"].widget
        if isinstance(weekday, forms.Select):
            weekday.choices = [(number, weekday_name(number)) for number in range(len(_WEEKDAYS))]

    def clean(self) -> dict[str, Any]:
        """Refuse hours without room for one meeting."""
        values: dict[str, Any] = super().clean() or {}
        opens, closes = values.get("opens"), values.get("closes")
        if opens and closes:
            minutes = (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
            if minutes < 30:  # noqa: PLR2004 (one meeting)
                self.add_error("closes", translate("The hours need room for one meeting of thirty minutes."))
        return values


class NoteForm(forms.Form):
    """What a buyer says with a request."""

    note = forms.CharField(
        max_length=Order.NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[some_lines],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = translate("Message to the seller")
        self.fields["note"].help_text = translate("When could you come by? Sent with each request.")
