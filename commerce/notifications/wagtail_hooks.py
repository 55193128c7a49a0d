"""Where mails plug into Wagtail's admin: what was sent, what waits, what failed and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import Q
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import AdminOnlyMenuItem, MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from commerce.admin_lists import RowsView, people_found_by
from commerce.directory import MenuItemForRight
from commerce.kept_rows import KeptRows
from commerce.notifications import services
from commerce.notifications.models import Notification
from commerce.notifications.set_up_views import MailSetUpView
from commerce.notifications.text_views import PERMISSION, MailTextsView, MailTextView

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry

register_permission_policy(Notification, KeptRows(Notification), exact_class=True)


class MailFilterSet(WagtailFilterSet):  # type: ignore[misc]  # Wagtail has no types.
    """What the outbox can be narrowed by."""

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=Notification.State.choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    kind = django_filters.CharFilter(label=_("Kind"), lookup_expr="startswith", max_length=60)
    created_at = django_filters.DateFromToRangeFilter(label=_("Written"), widget=DateRangePickerWidget)

    class Meta:
        model = Notification
        fields = ()


class MailIndexView(RowsView):
    """The outbox, newest first."""

    page_title = _("Mails")
    filterset_class = MailFilterSet

    def get_base_queryset(self) -> Any:
        """With the people, who are named in each row."""
        return super().get_base_queryset().select_related("recipient")

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Any, Any, Any, bool]:
        """What was not tried yet has no subject: its kind stands for it."""
        paginator, page, rows, has_others = super().paginate_queryset(queryset, page_size)
        for mail in rows:
            mail.subject = mail.subject or mail.kind.replace("-", " ").capitalize()
        return paginator, page, rows, has_others

    def search_queryset(self, queryset: Any) -> Any:
        """By subject, kind, address, error and person; an order's number finds the mails about it."""
        found = Q()
        for word in self.search_query.split()[:4]:
            one = (
                Q(subject__icontains=word)
                | Q(kind__icontains=word)
                | Q(address__icontains=word)
                | Q(last_error__icontains=word)
            )
            found &= one | Q(recipient__in=people_found_by(word)) | Q(context__order=word.upper())
        return queryset.filter(found)


class MailView(EditView):  # type: ignore[misc]  # Wagtail has no types.
    """A mail, and the button that tries it again."""

    page_title = _("Mail")
    submit_button_label = _("Try again")
    submit_button_active_label = _("Trying…")
    success_message = _("The mail is in the queue again, if it had failed.")

    def save_instance(self) -> Notification:
        """Try it again; the form changes nothing."""
        row: Notification = self.object
        services.try_again(row.pk)
        row.refresh_from_db()
        return row


def _failed(mail: Notification) -> bool:
    return mail.state == Notification.State.FAILED


class MailViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail has no types.
    """Mails in the admin."""

    model = Notification
    icon = "mail"
    menu_label = _("Mails")
    menu_name = "mails"
    menu_order = 620
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = MailIndexView
    edit_view_class = MailView
    search_fields = ("kind",)
    """Wagtail asks whether there are any; MailIndexView searches by itself."""
    list_per_page = 25
    list_display = (
        "subject",
        Column("to", label=_("Goes to"), accessor="goes_to"),
        StatusTagColumn("state", accessor="get_state_display", label=_("State"), sort_key="state", primary=_failed),
        Column("tries", label=_("Tries"), sort_key="tries"),
        Column("last_error", label=_("Last error")),
        DateColumn("created_at", label=_("Written"), sort_key="created_at"),
        DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
    )
    panels = tuple(
        FieldPanel(name, read_only=True)
        for name in (
            "subject",
            "kind",
            "recipient",
            "address",
            "state",
            "tries",
            "next_try_at",
            "sent_at",
            "last_error",
        )
    )


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail has no types.
def register_mails() -> MailViewSet:
    """The section of mails."""
    return MailViewSet("mails")


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]  # As above.
def register_texts_item() -> MenuItem:
    """The words of mails."""
    return MenuItemForRight(
        _("Mail texts"), reverse("mail_texts"), right=PERMISSION, name="mail-texts", icon_name="edit"
    )


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]  # As above.
def register_set_up_item() -> MenuItem:
    """The way of mails."""
    return AdminOnlyMenuItem(_("E-mail set-up"), reverse("mail_set_up"), name="mail-set-up", icon_name="mail")


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # As above.
def register_pages() -> list[URLPattern]:
    """Wagtail lets in only who may enter the admin; the views look closer."""
    return [
        path("mail-texts/", MailTextsView.as_view(), name="mail_texts"),
        path("mail-texts/<slug:kind>/<slug:language>/", MailTextView.as_view(), name="mail_text"),
        path("mail-set-up/", MailSetUpView.as_view(), name="mail_set_up"),
    ]


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]  # As above.
def register_log_actions(actions: LogActionRegistry) -> None:
    """What the history of the site calls it."""
    actions.register_action("shop_notifications.words", _("Change the words of a mail"), _("Words of a mail changed"))
    actions.register_action("shop_notifications.test", _("Send a test mail"), _("Test mail sent"))
