"""`/sell/holiday`: say when you are away, change it, or come back."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from commerce.orders.when import spoken_date
from commerce.seen_text import some_lines
from commerce.selling.access import for_sellers
from commerce.selling.errors import NoSuchHoliday
from commerce.selling.holiday import MOST_DAYS, come_back, go_away, holiday_of, today_on
from commerce.selling.models import Holiday
from commerce.selling.tiles import requests_of
from commerce.theme import translate

_WRITTEN = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]


class HolidayForm(forms.Form):
    """From when to when, and a word to shoppers."""

    starts = forms.DateField(input_formats=_WRITTEN, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(input_formats=_WRITTEN, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    text = forms.CharField(
        max_length=Holiday.TEXT_LENGTH,
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[some_lines],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "starts": translate("First day away"),
            "until": translate("Last day away"),
            "text": translate("A word to shoppers"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["until"].help_text = translate(
            "Up to {most} days. After that you are back by yourself.", most=MOST_DAYS
        )
        self.fields["text"].help_text = translate("Stands on your page and with each of your listings.")
        for name in ("starts", "until"):
            self.fields[name].error_messages["invalid"] = translate("Please give a day, such as 24.12.2026.")
            self.fields[name].error_messages["required"] = translate("Please fill this in.")

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order by name; the service knows the rest."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("starts") and said.get("until") and said["until"] < said["starts"]:
            self.add_error("until", translate("The last day is before the first."))
        return said


@for_sellers
@require_http_methods(["GET", "HEAD", "POST"])
def holiday(request: HttpRequest) -> HttpResponse:
    """The form. What is refused stays in it, with words."""
    seller_id, now = cast("int", request.user.pk), timezone.now()
    own = holiday_of(seller_id)
    begun = {"starts": own.starts, "until": own.until, "text": own.text} if own else {"starts": today_on(now)}
    form = HolidayForm(request.POST) if request.method == "POST" else HolidayForm(initial=begun)
    if form.is_bound and form.is_valid():
        try:
            said = go_away(seller_id, now=now, **form.cleaned_data)
        except NoSuchHoliday as refused:
            form.add_error(None, refused.words)
        else:
            day = spoken_date(said.until)
            messages.success(request, translate("Saved: you are away until {day}. Have a good time!", day=day))
            return redirect("sell")
    context = {"title": "Holiday", "form": form, "holiday": own, "waiting": requests_of(seller_id)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "selling/holiday.html", context, status=status)


@for_sellers
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Be back at once."""
    if come_back(cast("int", request.user.pk)):
        messages.success(request, translate("You are back: your listings can be ordered again."))
    else:
        messages.info(request, translate("You were not away."))
    return redirect("sell")
