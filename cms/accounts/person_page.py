"""The page of one person in the admin: who it is, what the team can do, and what there is about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, Table
from wagtail.admin.views.generic import InspectView
from wagtail.admin.widgets import Button
from wagtail.log_actions import registry as log_registry

from cms.accounts.directory import DIRECTORY, EXCERPT_ROWS, Act, Excerpt, Panel
from cms.accounts.finding import may_manage
from cms.accounts.models import TeamNote, User
from cms.accounts.people_list import inform
from cms.accounts.states import State

if TYPE_CHECKING:
    from django.http import HttpRequest


def page_of(person_id: int) -> str:
    """The address of a person's page."""
    return reverse("wagtailusers_users:inspect", args=[person_id])


def way_to(person: User, label: Any) -> list[dict[str, Any]]:
    """The breadcrumbs of a page called `label` that belongs to a person."""
    return [
        {"url": reverse("wagtailusers_users:index"), "label": capfirst(_("users"))},
        {"url": page_of(person.pk), "label": str(person)},
        {"url": "", "label": label, "sublabel": str(person)},
    ]


def bulk_url(action: str, person: User) -> str:
    """The address that asks whether to do with this person what can be done with several, and leads back."""
    asked = urlencode({"id": str(person.pk), "next": page_of(person.pk)})
    return f"{reverse('wagtail_bulk_action', args=['accounts', 'user', action])}?{asked}"


def refuse_unless_managed(request: HttpRequest, person: User) -> None:
    """Wagtail has let the asker in already; a stranger never comes this far. Raises PermissionDenied."""
    if not may_manage(request.user, person):
        raise PermissionDenied


class PersonView(InspectView):
    """Everything about a person on one page, each part for who may see such things."""

    template_name = "accounts/person.html"
    page_title = _("Person")

    def setup(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        """Staff is for admins only."""
        super().setup(request, *args, **options)
        if self.user_has_any_permission(self.any_permission_required):
            refuse_unless_managed(request, self.object)

    def get_fields(self) -> list[str]:
        """The template knows them."""
        return []

    def get_fields_context(self) -> list[Any]:
        """As above."""
        return []

    def get_page_title(self) -> str:
        """The name and the number."""
        return str(self.object)

    def get_page_subtitle(self) -> str:
        """Nothing beside it."""
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The list, and this."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": capfirst(_("users"))},
            {"url": "", "label": self.get_page_title()},
        ]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """None: all that can be done stands on the page."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        person: Any = inform([self.object])[0]
        user = self.request.user
        acts = [(one, one.url(self.request, person)) for one in DIRECTORY.acts]
        panels = [(one, one.show(person)) for one in DIRECTORY.panels if user.has_perm(one.needs)]
        profile = getattr(person, "seller_profile", None)
        return {
            **super().get_context_data(**kwargs),
            "person": person,
            "profile": profile,
            "is_well": person.state is State.ACTIVE,
            "is_suspended": person.state is State.SUSPENDED,
            "figures": [(one.label, person.figures[name]) for name, one in DIRECTORY.figures.items()],
            "acts": [(one, url) for one, url in acts if url],
            "panels": [(one, excerpt, Table(excerpt.columns, excerpt.rows)) for one, excerpt in panels],
            "note": TeamNote.objects.filter(person=person).select_related("written_by").first(),
            "note_url": reverse("wagtailusers_users:note", args=[person.pk]) if may_write_note(user, person) else "",
        }


def may_suspend(by: Any) -> bool:
    """Whether somebody may suspend people at all."""
    return bool(by.has_perm("accounts.suspend_user") or by.has_perm("accounts.change_user"))


def may_write_note(by: Any, person: User) -> bool:
    """Whether somebody may write a note on this person."""
    return may_suspend(by) and may_manage(by, person) and person.closed_at is None


def _edit_url(request: HttpRequest, person: User) -> str:
    may = request.user.has_perm("accounts.change_user") and person.closed_at is None
    return reverse("wagtailusers_users:edit", args=[person.pk]) if may else ""


def _suspend_url(request: HttpRequest, person: User) -> str:
    may = may_suspend(request.user) and request.user.pk != person.pk and person.is_active
    return bulk_url("set_active_state", person) if may else ""


def _activate_url(request: HttpRequest, person: User) -> str:
    may = may_suspend(request.user) and not person.is_active and person.closed_at is None
    return bulk_url("activate", person) if may else ""


def _invite_url(request: HttpRequest, person: User) -> str:
    may = request.user.has_perm("accounts.change_user") and person.is_active and not person.has_usable_password()
    return bulk_url("invite", person) if may else ""


def _delete_url(request: HttpRequest, person: User) -> str:
    may = request.user.has_perm("accounts.delete_user") and request.user.pk != person.pk
    return reverse("wagtailusers_users:delete", args=[person.pk]) if may else ""


def _history_of(person: User) -> Excerpt:
    entries = log_registry.get_logs_for_instance(person).select_related("user").order_by("-timestamp", "-pk")
    return Excerpt(
        columns=(
            Column("message", label=_("What")),
            Column("user", label=_("Who"), accessor="user_display_name"),
            DateColumn("timestamp", label=_("When")),
        ),
        rows=entries[:EXCERPT_ROWS],
        total=entries.count(),
        all_url=reverse("wagtailusers_users:history", args=[person.pk]),
    )


OWN_PARTS = (
    Act(name="edit", label=_("Edit"), icon="edit", url=_edit_url, order=10),
    Act(name="suspend", label=_("Suspend"), icon="lock", url=_suspend_url, order=20, is_serious=True),
    Act(name="activate", label=_("Activate"), icon="lock-open", url=_activate_url, order=20),
    Act(name="invite", label=_("Invite by mail"), icon="mail", url=_invite_url, order=30),
    Act(name="delete", label=_("Delete"), icon="bin", url=_delete_url, order=100, is_serious=True),
    Panel(
        name="history",
        label=_("What was done to this account"),
        icon="history",
        needs="accounts.change_user",
        show=_history_of,
        empty=_("Nothing yet."),
        order=100,
    ),
)
"""What this package itself shows on the page."""
