"""Where accounts plug into the people of Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from commerce.account.admin_actions import RemoveSecondFactor, SendConfirmation, SendPasswordLink, Verify
from commerce.account.admin_views import EraseView, ExportView

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.log_actions import LogActionRegistry

for action in (RemoveSecondFactor, SendConfirmation, SendPasswordLink, Verify):
    hooks.register("register_bulk_action", action)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail has no types.
def register_views() -> list[URLPattern]:
    """What is done on request of one person."""
    return [
        path("users/own-data/<int:pk>/", ExportView.as_view(), name="person_own_data"),
        path("users/erase/<int:pk>/", EraseView.as_view(), name="person_erase"),
    ]


@hooks.register("register_account_menu_item")  # type: ignore[untyped-decorator]  # As above.
def show_security(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001 (Wagtail gives it)
    """The way to password, address and second factor, which are changed on a page of the shop."""
    return {
        "url": reverse("account_security"),
        "label": _("Password and sign-in"),
        "help_text": _("Change your password or e-mail address, set up a second factor, sign out elsewhere."),
    }


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]  # As above.
def register_log_actions(actions: LogActionRegistry) -> None:
    """What the history of a person calls it."""
    for action, label, message in (
        ("remove_second_factor", _("Remove the second factor"), _("Second factor removed")),
        ("verify", _("Verify the address"), _("Address verified by hand")),
        ("send_confirmation", _("Send a verification mail"), _("Verification mail sent")),
        ("send_password_link", _("Send a password link"), _("Password link sent")),
        ("export", _("Export the data of a person"), _("Own data exported")),
        ("erase", _("Close an account for good"), _("Account closed for good")),
    ):
        actions.register_action(f"account.{action}", label, message)
