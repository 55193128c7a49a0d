"""What happens after a log-in in the admin panel: Django has no other door for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in

if TYPE_CHECKING:
    from django.http import HttpRequest


def connect() -> None:
    """Ask to be called at each log-in."""
    user_logged_in.connect(_note_session_of_admin, dispatch_uid="commerce.account")


def _note_session_of_admin(*, request: HttpRequest, **_: Any) -> None:
    if request.path.startswith("/admin/"):  # The library notes its own log-ins itself.
        UserSession.objects.create_from_request(request)
