"""The forms of orders: proposing a meeting, a seller's weekly hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms

from commerce.orders.models import CashSettings, PickupWindow
from commerce.orders.models.order import Order
from commerce.orders.places import offered_places
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


class PlaceMixin(forms.BaseForm):
    """One of the shop's safe places, or a place in own words. Mixed into forms with a place and an address."""

    def offer_places(self) -> None:
        """Put the choice before the place, if there is any."""
        places = {str(one.pk): one for one in offered_places()}
        if not places:
            return
        choice = forms.ChoiceField(
            required=False,
            label=translate("Safe place"),
            help_text=translate("Public places that the shop suggests. They need no exact address."),
            choices=[
                ("", translate("Another place: I write it below")),
                *((pk, ", ".join(filter(None, (one.name, one.address, one.note)))) for pk, one in places.items()),
            ],
        )
        self._places = places
        own = self.fields["place"]
        own.required = False
        own.label = translate("Another place")
        names = list(self.fields)
        self.fields["safe_place"] = choice
        names.insert(names.index("place"), "safe_place")
        self.order_fields(names)

    def take_place(self, values: dict[str, Any]) -> None:
        """Let the chosen place stand for words. Says what is missing when there is neither, or both."""
        chosen = values.pop("safe_place", "")
        if "safe_place" not in self.fields or self.has_error("safe_place") or self.has_error("place"):
            return
        if chosen and values.get("place"):
            self.add_error("place", translate("Choose a safe place or write another one, not both."))
        elif chosen:
            values["place"], values["address"] = self._places[chosen].name, self._places[chosen].address
        elif not values.get("place"):
            self.add_error("place", translate("Please fill this in."))


class ProposeForm(PlaceMixin, forms.Form):
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
        self.offer_places()

    def clean(self) -> dict[str, Any]:
        """With the place that was chosen."""
        values: dict[str, Any] = super().clean() or {}
        self.take_place(values)
        return values

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


class WindowForm(PlaceMixin, forms.ModelForm[PickupWindow]):
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
        self.offer_places()

    def clean(self) -> dict[str, Any]:
        """With the place that was chosen. Refuse hours without room for one meeting."""
        values: dict[str, Any] = super().clean() or {}
        self.take_place(values)
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
