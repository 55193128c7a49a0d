"""The second factor: what an app on the phone calls this shop, and the words of its forms."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as library
from allauth.mfa.totp import forms as totp

from commerce.account.forms import put
from commerce.account.words import ERRORS
from commerce.catalog import shop_name
from commerce.theme import translate


class SecondFactorAdapter(DefaultMFAAdapter):
    """Named in settings.MFA_ADAPTER."""

    error_messages = {**DefaultMFAAdapter.error_messages, **ERRORS}

    def get_totp_issuer(self) -> str:
        """Under which name the app on the phone lists it."""
        return shop_name()


class ActivateForm(totp.ActivateTOTPForm):
    """The first code of a new app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _put_code(self, translate("Code from the app"))


class AuthenticateForm(library.AuthenticateForm):
    """The code at a log-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _put_code(self, translate("Code from the app, or one of your codes for emergencies"))


class ReauthenticateForm(library.ReauthenticateForm):
    """The code before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _put_code(self, translate("Code from the app, or one of your codes for emergencies"))


def _put_code(form: Any, label: str) -> None:
    put(form, "code", label)
    form.fields["code"].widget.attrs["inputmode"] = "numeric"
