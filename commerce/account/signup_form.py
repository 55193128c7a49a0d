"""The form to sign up. Its answer is the same whether the address is new or known; only the mail differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms as library
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from commerce.account import services
from commerce.account.errors import AddressTaken
from commerce.account.forms import put, put_new_password
from commerce.theme import translate

if TYPE_CHECKING:
    from cms.accounts.models import User

BUYER, SELLER = "buyer", "seller"
LONGEST_ADDRESS = 254


class SignupForm(library.SignupForm):
    """Name, address, password, and whether somebody means to sell too."""

    field_order = ("role", "name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = get_user_model()._meta.get_field("name")  # noqa: SLF001 (Django's public name)
        self.fields["role"] = forms.ChoiceField(
            choices=[(BUYER, translate("Buy")), (SELLER, translate("Sell, and buy"))],
            widget=forms.RadioSelect,
            initial=BUYER,
        )
        self.fields["name"] = forms.CharField(
            max_length=name.max_length,
            validators=name.validators,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )
        put(self, "role", translate("What would you like to do?"), translate("You can start selling later, too."))
        put(
            self,
            "name",
            translate("Name"),
            translate("Those you deal with see it. If you sell, you are shown like “Anna M.” until you change that."),
        )
        put(self, "email", translate("E-mail address"), translate("We send you a link to confirm it."))
        put_new_password(self, translate("Password"))
        self.fields["email"].validators.append(MaxLengthValidator(LONGEST_ADDRESS))
        self.order_fields(self.field_order)

    def validate_unique_email(self, value: str) -> str:
        """Whose the address is shows in the mail alone."""
        return value

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError for a password that is common, or like the name or the address."""
        values: dict[str, Any] = self.cleaned_data
        somebody = get_user_model()(email=values.get("email", ""), name=values.get("name", ""))
        if values.get("password1"):
            try:
                validate_password(values["password1"], somebody)
            except ValidationError as error:
                self.add_error("password1", error)
        return values

    def sign_up(self) -> User | None:
        """The new person; None when the address is somebody's, after as much work.

        Raises ValidationError for a name that cannot be shown.
        """
        values = self.cleaned_data
        new = {"name": values["name"], "password": values["password1"], "sells": values["role"] == SELLER}
        try:
            return services.sign_up(email=values["email"], **new)
        except AddressTaken:
            services.sign_up_in_vain(**new)
            return None
