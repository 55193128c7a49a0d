"""What can be done with several people at once in the admin, through the same services as for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.users.views import bulk_actions as wagtail_actions
from wagtail.users.views.users import change_user_perm

from cms.accounts import services
from cms.accounts.errors import AccountsError
from cms.accounts.forms import RoleForm
from cms.accounts.inviting import invite
from cms.accounts.roles import Role
from cms.accounts.viewsets import may_manage

if TYPE_CHECKING:
    from django.http import HttpResponse

    from cms.accounts.models import User


class _AllOrNone:
    """Says what a service refused; then nobody of the selection is changed."""

    request: Any

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it to all, in one transaction."""
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # From the action mixed in.
        except AccountsError as error:
            messages.error(self.request, f"Nothing was changed. {error}")
            response = redirect("wagtailusers_users:index")
        return response


class GiveRole(_AllOrNone, wagtail_actions.AssignRoleBulkAction):
    """Give several people one role."""

    form_class = RoleForm

    def check_perm(self, obj: User) -> bool:
        """Only admins give roles to many, and nobody to themselves."""
        return bool(self.request.user.is_superuser) and obj.pk != self.request.user.pk

    @classmethod
    def execute_action(cls, objects: list[User], role: str = "", **_: Any) -> tuple[int, int]:
        """Give the role."""
        for person in objects:
            services.give_role(person.pk, role)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:  # noqa: ARG002 (Wagtail's signature)
        """How many have the role now."""
        return f"Role {Role(self.cleaned_form.cleaned_data['role']).label}: {num_parent_objects} people"


class SuspendOrRestore(_AllOrNone, wagtail_actions.SetActiveStateBulkAction):
    """Suspend several people, or end their suspension."""

    def check_perm(self, obj: User) -> bool:
        """Staff is managed by admins only."""
        return super().check_perm(obj) and may_manage(self.request.user, obj)

    @classmethod
    def execute_action(cls, objects: list[User], *, mark_as_active: bool = False, **_: Any) -> tuple[int, int]:
        """Suspend or restore."""
        for person in objects:
            (services.restore if mark_as_active else services.suspend)(person.pk)
        return len(objects), 0


class Invite(wagtail_actions.user_bulk_action.UserBulkAction):
    """Send those who have no password yet a mail with a link that sets one, also once more."""

    display_name = "Invite"
    action_type = "invite"
    aria_label = "Invite selected people by mail"
    template_name = "accounts/confirm_bulk_action.html"
    question = "Who of these has no password yet gets a mail with a link that sets one:"
    yes = "Yes, send the mails"
    no = "No, send nothing"
    action_priority = 25

    def check_perm(self, obj: User) -> bool:
        """Who may change people may invite them; staff is managed by admins only."""
        return self.request.user.has_perm(change_user_perm) and may_manage(self.request.user, obj)

    @classmethod
    @transaction.atomic
    def execute_action(cls, objects: list[User], **_: Any) -> tuple[int, int]:
        """Invite."""
        return invite([person.pk for person in objects]), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:  # noqa: ARG002 (Wagtail's signature)
        """How many get a mail."""
        return f"{num_parent_objects} invited by mail; nobody else of them is without a password."


class DeletePeople(_AllOrNone, wagtail_actions.DeleteBulkAction):
    """Delete several people to whom nothing refers."""

    def check_perm(self, obj: User) -> bool:
        """Staff is managed by admins only."""
        return super().check_perm(obj) and may_manage(self.request.user, obj)

    @classmethod
    def execute_action(cls, objects: list[User], **_: Any) -> tuple[int, int]:
        """Delete."""
        for person in objects:
            services.delete_person(person.pk)
        return len(objects), 0
