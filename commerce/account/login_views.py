"""The library's pages of log-in and security, where the shop wants them otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import views as library
from allauth.account.adapter import get_adapter
from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import EmailAddress, EmailConfirmationHMAC, Login
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from commerce.account import services
from commerce.account.browsers import name_of
from commerce.account.confirming import address_of
from commerce.account.signup_form import BUYER, SELLER
from commerce.theme import translate

if TYPE_CHECKING:
    from commerce.account.forms import ChangeAddressForm
    from commerce.account.signup_form import SignupForm


class SignupView(library.SignupView):
    """Whoever signs up opens the link in our mail first; in the same browser, they are logged in by it."""

    def get_initial(self) -> dict[str, Any]:
        """`?role=seller` comes from links that say “sell”."""
        role = SELLER if self.request.GET.get("role") == SELLER else BUYER
        return {**super().get_initial(), "role": role}

    def form_valid(self, form: SignupForm) -> HttpResponse:
        """The same page for everybody. To an address that is somebody's goes a mail that says so."""
        try:
            person = form.sign_up()
        except ValidationError as refusal:
            form.add_error("name", refusal.messages)
            return self.form_invalid(form)  # type: ignore[no-any-return]  # The library has no types.
        login = Login(
            user=person,
            email=form.cleaned_data["email"],
            email_verification=EmailVerificationMethod.MANDATORY,
            redirect_url=self.get_success_url(),
            signup=True,
        )
        try:
            return perform_login(self.request, login)  # type: ignore[no-any-return]  # The library has no types.
        except ImmediateHttpResponse as answer:
            return answer.response  # type: ignore[no-any-return]  # As above.


class ConfirmEmailView(library.ConfirmEmailView):
    """A button, so that no program that looks through mails confirms anything."""

    def get_object(self, queryset: Any = None) -> EmailConfirmationHMAC:  # noqa: ARG002 (the library's signature)
        """Raises Http404 for a link that confirms nothing (any more)."""
        address = address_of(self.kwargs["key"])
        if address is None:
            raise Http404
        return EmailConfirmationHMAC(address)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm, or say that the link is of no use any more."""
        try:
            answer: HttpResponse = super().post(*args, **kwargs)
        except Http404:
            self.object = None
            answer = self.render_to_response(self.get_context_data())
        return answer


class EmailView(library.EmailView):
    """One address for a person. Another one takes its place when the mail that goes there is opened."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only these two ways: the library's others could leave somebody with an address that nobody has confirmed."""
        if not {"action_add", "action_send"} & set(request.POST):
            return HttpResponseRedirect(self.success_url)
        if "action_send" in request.POST:
            return self._send_again(request)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def _send_again(self, request: Any) -> HttpResponse:
        address = EmailAddress.objects.filter(user_id=request.user.pk, email=request.user.email, verified=False).first()
        if address is not None:
            send_verification_email_to_address(request, address)
            messages.success(request, _sent_to(address.email))
        return HttpResponseRedirect(self.success_url)

    def form_valid(self, form: ChangeAddressForm) -> HttpResponse:
        """Send the mail, and say so, whoever has the address."""
        answer: HttpResponse = super().form_valid(form)
        messages.success(self.request, _sent_to(form.cleaned_data["email"]))
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also whether the present address is confirmed."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "is_confirmed": services.has_verified_email(self.request.user)}


class PasswordResetView(library.PasswordResetView):
    """Asks for the link. However often somebody else asks for it, nobody is shut out of their own account."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Send the mail, unless enough of them are under way: each link in them is good, and the answer is the same."""
        refusal: HttpResponse | None = ratelimit.consume_or_429(self.request, action="reset_password")
        if refusal is not None:
            return refusal
        if self._may_send(form.cleaned_data["email"].lower()):
            form.save(self.request)
        return HttpResponseRedirect(self.get_success_url())

    def _may_send(self, email: str) -> bool:
        here = f"{email} {get_adapter().get_client_ip(self.request)}"
        return bool(
            ratelimit.consume(self.request, action="reset_password_from_here", key=here)
            and ratelimit.consume(self.request, action="reset_password_of_one", key=email)
        )


class PasswordResetFromKeyView(library.PasswordResetFromKeyView):
    """Who comes by this link reads the mail of the account: that confirms the address too."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Set the password; all sessions that there are end by it."""
        answer: HttpResponse = super().form_valid(form)
        services.confirm_address(self.reset_user.pk, self.reset_user.email)
        return answer


class SessionsView(ListUserSessionsView):
    """Where somebody is logged in; the browsers by the names that people know."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sessions, each with its browser."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "sessions": [(one, name_of(one.user_agent)) for one in context["sessions"]]}


def too_many(request: HttpRequest) -> HttpResponse:
    """Somebody is too fast."""
    return render(request, "account/too_many.html", {"title": "Too many requests"}, status=429)


def _sent_to(email: str) -> str:
    return translate("We have sent a mail to {address}. Open the link in it.", address=email)
