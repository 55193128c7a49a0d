"""The forms of what somebody is called and lets others see, and of the end of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction

from cms.contract.languages import SPOKEN
from commerce.account.forms import PasswordAsked
from commerce.account.speaking import languages_by_name
from commerce.catalog import general_settings, people
from commerce.own_goods import PictureRefused, take_photo
from commerce.picture_words import words_for
from commerce.theme import translate

if TYPE_CHECKING:
    from django.http import HttpRequest

_SENT = "profile-picture"


class ProfileForm(forms.Form):
    """Name, picture, languages; for sellers also the profile. What is wrong is said by the services that keep it."""

    name = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    picture = forms.FileField(required=False, widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}))
    no_picture = forms.BooleanField(required=False)
    display_name = forms.CharField(max_length=60, widget=forms.TextInput(attrs={"autocomplete": "nickname"}))
    city = forms.CharField(
        max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "address-level2"})
    )
    text = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 6}))
    is_trader = forms.BooleanField(required=False)
    imprint = forms.CharField(max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    languages = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, request: HttpRequest, *, user: Any) -> None:
        self.request, self.user = request, user
        self.sent = ""
        profile = people.profile_of(user.pk)
        initial = {"name": user.name, "languages": user.languages, **(profile or {})}
        is_sent = request.method == "POST"
        super().__init__(request.POST if is_sent else None, request.FILES if is_sent else None, initial=initial)
        fields = self.fields
        fields["name"].label = translate("Name")
        fields["name"].help_text = translate("Others see it only when you deal with them.")
        fields["picture"].label = translate("Your picture")
        fields["picture"].help_text = translate("A PNG or JPEG. Where and when it was taken is removed from it.")
        fields["no_picture"].label = translate("Show no picture")
        fields["languages"].label = translate("Languages you speak")
        fields["languages"].choices = languages_by_name()  # type: ignore[attr-defined]  # (a field with choices)
        if user.picture_id is None:
            del fields["no_picture"]
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
        self.fields["display_name"].help_text = translate(
            "Everybody sees it beside your listings. First name and initial are enough, or a name you make up."
        )
        self.fields["city"].label = translate("Place")
        self.fields["text"].label = translate("About you")
        self.fields["text"].help_text = translate(
            "What you sell, and what matters to you. Everybody can read it: no addresses, no phone numbers."
        )

    def clean(self) -> dict[str, Any]:
        """A business says who it is."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("is_trader") and not values.get("imprint"):
            self.add_error("imprint", translate("Say who you are: name, address, how to reach you."))
        return values

    def clean_picture(self) -> Any:
        """Take the picture at once, so that no other mistake loses it. Raises ValidationError in words."""
        file = self.cleaned_data["picture"]
        if file is None:
            self.sent = self._sent_before()
            return None
        if not ratelimit.consume(self.request, action="profile_picture", user=self.user):
            raise ValidationError(translate("That was a lot of pictures for one day. Choose another one tomorrow."))
        try:
            self.sent = take_photo(file)
        except PictureRefused as refused:
            raise ValidationError(words_for(refused)) from None
        return None

    @property
    def waiting_picture(self) -> str:
        """A picture that has come but is not saved yet, for the form to send along; empty when there is none."""
        return signing.dumps([self.user.pk, self.sent], salt=_SENT) if self.sent else ""

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages that are ticked."""
        return tuple(one for one in SPOKEN if one in (self["languages"].value() or ()))

    def _sent_before(self) -> str:
        try:
            by, sent = signing.loads(self.data.get("picture-sent", ""), salt=_SENT, max_age=24 * 60 * 60)
        except signing.BadSignature:
            return ""
        return str(sent) if by == self.user.pk else ""

    def save(self) -> bool:
        """Keep it all, or nothing; False when something was refused, which the form then says."""
        values = dict(self.cleaned_data)
        values.pop("picture")
        leaves_out = values.pop("no_picture", False)
        try:
            with transaction.atomic():
                people.rename(self.user.pk, name=values.pop("name"))
                people.set_languages(self.user.pk, values.pop("languages"))
                if self.sent or leaves_out:
                    people.show_picture(self.user.pk, self.sent or None)
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
