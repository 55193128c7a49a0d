"""How the library of log-ins is bent to the shop: its mails, its words, what counts as a failed log-in."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from commerce.account import devices, services
from commerce.account.confirming import key_of
from commerce.account.words import ERRORS, MAILS, NOTICES
from commerce.notifications.services import notify

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Named in settings.ACCOUNT_ADAPTER."""

    error_messages = {**DefaultAccountAdapter.error_messages, **ERRORS}

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person of this address and password. One who has not confirmed the address yet is nobody so far.

        Else a sign-up, and a log-in after it, would tell whether an address is known here.
        """
        person: User | None = super().authenticate(request, **credentials)
        if person is not None and services.is_signing_up(person):
            self.pre_authenticate(request, **credentials)  # Counts as any other try that failed.
            return None
        return person

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        email = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
        return f"{email} {devices.mark_of(request, email)}"

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Lead on, and know this browser from now on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        devices.remember(request, response, user)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Tell somebody who has given the right password that, and why, they are suspended."""
        context = {"title": "This account is suspended", "reason": user.suspension_reason}
        return render(request, "account/account_inactive.html", context, status=HTTPStatus.FORBIDDEN)

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Write down that the address is the person's."""
        before = email_address.user.email
        confirmed = services.confirm_address(email_address.user_id, email_address.email)
        name = "email_confirmed" if confirmed else "email_confirmation_failed"
        self.add_message(request, messages.SUCCESS if confirmed else messages.ERROR, f"account/messages/{name}.txt")
        if confirmed:
            email_address.refresh_from_db()
        if confirmed and before != email_address.email:
            self.send_notification_mail("account/email/email_changed", email_address.user, email=before)
        return confirmed

    def is_safe_url(self, url: str) -> bool:
        """Whether to go on to `url`: a path of this shop, nothing else."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_ajax(self, request: HttpRequest) -> bool:  # noqa: ARG002 (the library's signature)
        """Pages are all there is."""
        return False

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:  # noqa: ARG002 (as above)
        """The path in a mail that confirms an address."""
        return reverse("account_confirm_email", args=[key_of(emailconfirmation.email_address)])

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The path in a mail that lets somebody set a new password."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return path.replace("UID-KEY", quote(key))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a mail into the outbox: it is written and sent later, so that no answer takes longer for anybody."""
        kind = MAILS.get(template_prefix)
        if kind is None:
            return
        path = context.get("activate_url") or context.get("password_reset_url") or ""
        user = context.get("user")
        notify(user.pk if user is not None else None, kind, {"path": path}, address=email)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell somebody, by mail alone, that they need not sign up."""
        notify(None, "account-exists", {"path": reverse("account_reset_password")}, address=email)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,  # noqa: ARG002 (the library's signature)
        email: str | None = None,
    ) -> None:
        """Tell somebody what has been done to their account."""
        kind = MAILS.get(template_prefix)
        if kind is not None:
            told = {"when": timezone.now(), "new_address": user.email if kind == "account-address-changed" else ""}
            notify(user.pk, kind, told, address=email or "")

    def add_message(  # noqa: PLR0913, PLR0917 (the library's signature)
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002 (as above)
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Show a notice on the next page, in the shop's words."""
        words = NOTICES.get(message_template or "")
        text = message or (words() if words else "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)
