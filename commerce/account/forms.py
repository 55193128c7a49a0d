"""The forms of log-in and security, in the shop's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms as library
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import consume_email_verification_rate_limit
from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from commerce.theme import translate

if TYPE_CHECKING:
    from django.http import HttpRequest

LONGEST_PASSWORD = 4096
"""Far more than anybody types, little enough to be worked off in a moment."""


class LoginForm(library.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put(self, "login", translate("E-mail address"))
        put_password(self, "password", translate("Password"))
        put(self, "remember", translate("Stay logged in on this device"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ChangePasswordForm(library.ChangePasswordForm):
    """The present password and the new one, once: browsers show what is typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        put_password(self, "oldpassword", translate("Present password"))
        put_new_password(self, translate("New password"))


class NewPasswordForm(library.ResetPasswordKeyForm):
    """The new password of somebody who came by the link in a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        put_new_password(self, translate("New password"))


class ResetPasswordForm(library.ResetPasswordForm):
    """The address of somebody who has forgotten the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put(self, "email", translate("E-mail address"))

    def clean_email(self) -> str:
        """The address. Whose it is decides which mail is sent, and nothing else."""
        email: str = self.cleaned_data["email"]
        self.users = list(get_user_model().objects.filter(email=email, is_active=True))
        return email


class ReauthenticateForm(library.ReauthenticateForm):
    """The password before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_password(self, "password", translate("Password"))


class PasswordAsked(forms.Form):
    """What is done only with the password of the one who is logged in. Wrong tries are counted as those of log-ins."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.fields["password"] = forms.CharField(
            label=translate("Your password"),
            strip=False,
            max_length=LONGEST_PASSWORD,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )

    def clean_password(self) -> str:
        """Raise ValidationError for a wrong one."""
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


class ChangeAddressForm(PasswordAsked):
    """The address that somebody wants to have from now on. It is theirs when they open the mail that goes there."""

    email = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put(self, "email", translate("New e-mail address"))

    def clean_email(self) -> str:
        """Raise ValidationError for the address that they have."""
        email: str = self.cleaned_data["email"].strip().lower()
        if email == self.user.email:
            raise get_adapter().validation_error("duplicate_email")
        return email

    def save(self, request: HttpRequest) -> EmailAddress:
        """Send a mail to that address; what it says, and nothing else, depends on whether it is somebody's already."""
        email = self.cleaned_data["email"]
        pending = EmailAddress.objects.filter(user=self.user, verified=False).exclude(email=self.user.email)
        if not consume_email_verification_rate_limit(request, email):
            return EmailAddress(user=None, email=email)
        pending.delete()
        if get_user_model().objects.filter(email=email).exists():
            get_adapter().send_account_already_exists_mail(email)
            return EmailAddress(user=None, email=email)
        address = EmailAddress.objects.create(user=self.user, email=email)
        address.send_confirmation(request)
        return address


def put(form: forms.Form, name: str, label: str, help_text: str = "") -> None:
    """Give a field of a library's form our label; labels stand above fields, not in them."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


def put_password(form: forms.Form, name: str, label: str, help_text: str = "") -> None:
    """The same for a password, which may be long but not endless."""
    put(form, name, label, help_text)
    form.fields[name].validators.append(_refuse_endless)


def put_new_password(form: forms.Form, label: str, name: str = "password1") -> None:
    """The same for a new one, with what is asked of it."""
    put_password(form, name, label, translate("At least 10 characters. A few words in a row are a good password."))


def _refuse_endless(value: str) -> None:
    if len(value) > LONGEST_PASSWORD:
        raise ValidationError(
            translate("Such a long password is not taken: at most {most} characters.", most=LONGEST_PASSWORD)
        )
