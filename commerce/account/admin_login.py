"""The log-in of the admin panel: counted like that of the shop, and no way around a second factor."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.auth import LoginForm


class AdminLoginForm(LoginForm):
    """Named in settings.WAGTAILADMIN_USER_LOGIN_FORM. Wagtail's label and refusal are not German, or wrong in it."""

    error_messages: ClassVar[dict[str, Any]] = {
        **LoginForm.error_messages,
        "invalid_login": gettext_lazy("No account has this e-mail address and this password. Please try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = gettext_lazy("Password")

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError for a wrong password, and after too many of them."""
        email = self.cleaned_data.get("username")
        adapter = get_adapter(self.request)
        if email and self.cleaned_data.get("password"):
            adapter.pre_authenticate(self.request, email=email)
        AuthenticationBackend.unstash_authenticated_user()
        try:
            values: dict[str, Any] = super().clean()
        except ValidationError:
            # The library keeps who has given the right password and is suspended, until somebody asks.
            suspended: Any = AuthenticationBackend.unstash_authenticated_user()
            if suspended is None:
                raise
            raise ValidationError(_why(suspended), code="inactive") from None
        adapter._rollback_login_failed_rl_usage()  # noqa: SLF001 (the library has no other way to say: it was right)
        return values

    def confirm_login_allowed(self, user: Any) -> None:
        """Raise ValidationError for who has to show a second factor: only the shop's own page asks for it."""
        super().confirm_login_allowed(user)
        if is_mfa_enabled(user):
            raise ValidationError(
                gettext_lazy("Your account has a second factor. Log in at /account/login, then come back here.")
            )


def _why(person: Any) -> str:
    told = _("This account is suspended.")
    return f"{told} {person.suspension_reason}".strip()
