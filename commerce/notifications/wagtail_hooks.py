"""Where mails plug into Wagtail's admin: what was sent, what waits, what failed and why."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from commerce.kept_rows import KeptRows
from commerce.notifications import services
from commerce.notifications.models import Notification

register_permission_policy(Notification, KeptRows(Notification), exact_class=True)


class MailIndexView(IndexView):  # type: ignore[misc]  # Wagtail has no types.
    """The outbox, newest first."""

    page_title = "Mails"

    def get_base_queryset(self) -> Any:
        """With the people, who are named in each row."""
        return super().get_base_queryset().select_related("recipient")


class MailView(EditView):  # type: ignore[misc]  # Wagtail has no types.
    """A mail, and the button that tries it again."""

    page_title = "Mail"
    submit_button_label = "Try again"
    submit_button_active_label = "Trying…"
    success_message = "The mail is in the queue again, if it had failed."

    def save_instance(self) -> Notification:
        """Try it again; the form changes nothing."""
        row: Notification = self.object
        services.try_again(row.pk)
        row.refresh_from_db()
        return row


class MailViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail has no types.
    """Mails in the admin."""

    model = Notification
    icon = "mail"
    menu_label = "Mails"
    menu_name = "mails"
    menu_order = 620
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = MailIndexView
    edit_view_class = MailView
    search_fields = ("kind", "recipient__email", "address", "last_error")
    list_filter = ("state", "kind")
    list_display = (
        "kind",
        Column("to", label="To", accessor="goes_to"),
        Column("state", accessor="get_state_display", label="State", sort_key="state"),
        Column("tries", label="Tries"),
        Column("last_error", label="Last error"),
        DateColumn("created_at", label="Written", sort_key="created_at"),
        DateColumn("sent_at", label="Sent", sort_key="sent_at"),
    )
    panels = tuple(
        FieldPanel(name, read_only=True)
        for name in ("kind", "recipient", "address", "state", "tries", "next_try_at", "sent_at", "last_error")
    )


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail has no types.
def register_mails() -> MailViewSet:
    """The section of mails."""
    return MailViewSet("mails")
