"""The forms of what somebody is called and lets others see, and of the end of an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from commerce.account.forms import PasswordAsked
from commerce.catalog import general_settings, people
from commerce.theme import translate


class ProfileForm(forms.Form):
    """Name; for sellers also the profile. What is wrong is said by the services that keep it."""

    name = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    display_name = forms.CharField(max_length=60, widget=forms.TextInput(attrs={"autocomplete": "nickname"}))
    city = forms.CharField(
        max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "address-level2"})
    )
    text = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 6}))
    is_trader = forms.BooleanField(required=False)
    imprint = forms.CharField(max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        profile = people.profile_of(user.pk)
        kwargs["initial"] = {"name": user.name, **(profile or {})}
        super().__init__(*args, **kwargs)
        self.fields["name"].label = translate("Name")
        self.fields["name"].help_text = translate("Others see it only when you deal with them.")
        if profile is None:
            for name in ("display_name", "city", "text", "is_trader", "imprint"):
                del self.fields[name]
            return
        self._label_profile()
        if general_settings().trader_badge:
            self.fields["is_trader"].label = translate("I sell as a business")
            self.fields["imprint"].label = translate("Imprint")
            self.fields["imprint"].help_text = translate(
                "Name, address, telephone, register number: who answers for what you sell. Everybody can read it."
            )
        else:
            del self.fields["is_trader"], self.fields["imprint"]

    def _label_profile(self) -> None:
        self.fields["display_name"].label = translate("What others see as your name")
        self.fields["city"].label = translate("Place")
        self.fields["text"].label = translate("About you")
        self.fields["text"].help_text = translate(
            "What you sell, which languages you speak. Everybody can read it: no addresses, no phone numbers."
        )

    def clean(self) -> dict[str, Any]:
        """A business says who it is."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("is_trader") and not values.get("imprint"):
            self.add_error("imprint", translate("Say who you are: name, address, how to reach you."))
        return values

    def save(self) -> bool:
        """Keep it all, or nothing; False when something was refused, which the form then says."""
        values = dict(self.cleaned_data)
        try:
            with transaction.atomic():
                people.rename(self.user.pk, name=values.pop("name"))
                if values:
                    people.change_profile(self.user.pk, **values)
        except ValidationError as error:
            for name, refusals in error.message_dict.items():
                self.add_error(name if name in self.fields else None, refusals)
            return False
        return True


class CloseForm(PasswordAsked):
    """The password, and that it is meant."""

    sure = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"].label = translate("I know that this cannot be undone.")
        self.order_fields(("password", "sure"))
