"""What the team sees of an account in the admin: whether the address is verified, where somebody is logged in, and what
can be done about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from commerce import directory
from commerce.account.browsers import name_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.accounts.models import User


def _is_verified() -> Q:
    return Q(Exists(EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"), verified=True)))


def _sign_ins(person: User) -> directory.Excerpt:
    sessions = UserSession.objects.filter(user=person)
    return directory.Excerpt(
        columns=(
            Column("device", label=_("Device"), accessor=lambda one: name_of(one.user_agent) or _now("unknown")),
            DateColumn("created_at", label=_("Logged in")),
            DateColumn("last_seen_at", label=_("Last seen")),
        ),
        rows=list(sessions.order_by("-created_at")[: directory.EXCERPT_ROWS]),
        total=sessions.count(),
    )


def _manages(request: HttpRequest, person: User) -> bool:
    return request.user.has_perm("accounts.change_user") and person.closed_at is None


def _password_url(request: HttpRequest, person: User) -> str:
    may = _manages(request, person) and person.is_active and person.has_usable_password()
    return directory.bulk_url("send_password_link", person) if may else ""


def _confirmation_url(request: HttpRequest, person: User) -> str:
    return directory.bulk_url("send_confirmation", person) if _is_unverified(request, person) else ""


def _verify_url(request: HttpRequest, person: User) -> str:
    return directory.bulk_url("verify", person) if _is_unverified(request, person) else ""


def _is_unverified(request: HttpRequest, person: User) -> bool:
    return _manages(request, person) and str(getattr(person, "state", "")) == "not-verified"


def _factor_url(request: HttpRequest, person: User) -> str:
    may = request.user.is_superuser and request.user.pk != person.pk
    has_one = may and Authenticator.objects.filter(user=person).exists()
    return directory.bulk_url("remove_second_factor", person) if has_one else ""


def _export_url(request: HttpRequest, person: User) -> str:
    may = request.user.is_superuser and person.closed_at is None
    return reverse("person_own_data", args=[person.pk]) if may else ""


def _erase_url(request: HttpRequest, person: User) -> str:
    may = request.user.is_superuser and person.closed_at is None and request.user.pk != person.pk
    return reverse("person_erase", args=[person.pk]) if may else ""


PARTS = (
    directory.Trait(name=directory.VERIFIED, label=_("Address is verified"), holds=_is_verified, order=10),
    directory.Panel(
        name="sign-ins",
        label=_("Where they are logged in"),
        icon="desktop",
        needs="accounts.change_user",
        show=_sign_ins,
        empty=_("Nowhere at present."),
        order=60,
    ),
    directory.Act(name="verify", label=_("Verify the address"), icon="check", url=_verify_url, order=40),
    directory.Act(
        name="confirmation", label=_("Send a verification mail"), icon="mail", url=_confirmation_url, order=41
    ),
    directory.Act(name="password", label=_("Send a password link"), icon="key", url=_password_url, order=50),
    directory.Act(
        name="factor", label=_("Remove second factor"), icon="unlocked", url=_factor_url, order=60, is_serious=True
    ),
    directory.Act(name="export", label=_("Export their data"), icon="download", url=_export_url, order=70),
    directory.Act(name="erase", label=_("Close for good"), icon="cross", url=_erase_url, order=90, is_serious=True),
)
