"""What can be done with several people at once in the admin, through the same services as for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.users.views.bulk_actions import DeleteBulkAction
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction

from cms.accounts import services
from cms.accounts.errors import AccountsError
from cms.accounts.finding import asked_for, may_manage, visible_to
from cms.accounts.forms import RoleForm
from cms.accounts.inviting import invite
from cms.accounts.names import refuse_control_characters
from cms.accounts.roles import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise

    from cms.accounts.models import User

MOST_AT_ONCE = 500
"""More are not done in one request; nobody would read through the names of more either."""

_LONGEST_ID = 18


class _TooMany(Exception):
    """For one request."""


class PeopleAction(UserBulkAction):
    """Done to all of the selection or to nobody, and what a service refuses is said.

    "All of the list" are those that the words and filters of the list leave. `question`, `yes` and `no` are what the
    page says that asks before.
    """

    http_method_names = ("get", "head", "post", "options")
    template_name = "accounts/confirm_bulk_action.html"
    question: _StrPromise
    yes: _StrPromise
    no: _StrPromise = _("No, change nothing")
    is_for_admins = False

    @classmethod
    def is_offered_to(cls, user: Any) -> bool:
        """Whether the list shows a button for it."""
        needed = (f"accounts.{one}_user" for one in cls.any_permission_required)
        return bool(user.is_superuser) or (not cls.is_for_admins and any(user.has_perm(one) for one in needed))

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Who may not is sent away; then say it when they are too many."""
        try:
            response: HttpResponse = super().dispatch(request, *args, **options)
        except _TooMany:
            told = _now("Nothing was changed. At most %(most)d people at once: narrow the list by words or filters.")
            messages.error(request, told % {"most": MOST_AT_ONCE})
            response = redirect("wagtailusers_users:index")
        return response

    def get_actionable_objects(self) -> tuple[list[User], dict[str, Any]]:
        """Those of the selection with whom it may be done, and the others whom the asker sees. What is no number is
        nobody.
        """
        ids = self.request.GET.getlist("id")
        if "all" in ids:
            people = asked_for(self.request)
        else:
            known = [int(one) for one in ids if one.isascii() and one.isdecimal() and len(one) <= _LONGEST_ID]
            people = visible_to(self.request.user).filter(pk__in=known[: MOST_AT_ONCE + 1])
        found = list(people.order_by("number")[: MOST_AT_ONCE + 1])
        if len(found) > MOST_AT_ONCE:
            raise _TooMany
        may = [one for one in found if self.check_perm(one)]
        return may, {"items_with_no_access": [one for one in found if one not in may]}

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it to all, in one transaction."""
        try:
            response: HttpResponse = super().form_valid(form)
        except AccountsError as error:
            messages.error(self.request, _now("Nothing was changed. %(why)s") % {"why": error})
            response = redirect("wagtailusers_users:index")
        return response

    def get_execution_context(self) -> dict[str, Any]:
        """What the form says, and who it is."""
        given = self.cleaned_form.cleaned_data if self.cleaned_form is not None else {}
        return {**super().get_execution_context(), **given, "by": self.request.user}


class WhyForm(forms.Form):
    """Why somebody is suspended."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        validators=[refuse_control_characters],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person reads it in a mail and when logging in. Do not name others."),
    )


class WhyNotForm(forms.Form):
    """What to tell somebody whose suspension ends."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        validators=[refuse_control_characters],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person reads it in a mail. You may leave it empty."),
    )


class _SuspendsOrActivates(PeopleAction):
    any_permission_required = ("suspend", "change")

    def check_perm(self, obj: User) -> bool:
        """Staff is managed by admins only, and nobody suspends themselves."""
        return may_manage(self.request.user, obj) and obj.pk != self.request.user.pk and obj.closed_at is None


class Suspend(_SuspendsOrActivates):
    """Take the log-in away; what the people sell leaves the shop. Stands in the place of Wagtail's own."""

    display_name = _("Suspend")
    action_type = "set_active_state"
    aria_label = _("Suspend selected people")
    action_priority = 20
    classes = frozenset({"serious"})
    form_class = WhyForm
    question = _(
        "These people cannot log in any more, and what they sell leaves the shop until they are activated again. "
        "Open orders go on. Each of them gets a mail with your reason:"
    )
    yes = _("Yes, suspend")

    @classmethod
    def execute_action(cls, objects: list[User], *, reason: str = "", by: User | None = None, **_options: Any) -> Any:
        """Suspend those who are not suspended yet."""
        return sum(services.suspend(person.pk, reason=reason, by=by) for person in objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:  # noqa: ARG002 (Wagtail's signature)
        """How many."""
        if not num_parent_objects:
            return _now("Nobody of them was active.")
        told = ngettext(
            "%(count)d person was suspended and gets a mail.",
            "%(count)d people were suspended and get a mail.",
            num_parent_objects,
        )
        return told % {"count": num_parent_objects}


class Activate(_SuspendsOrActivates):
    """End suspensions."""

    display_name = _("Activate")
    action_type = "activate"
    aria_label = _("End the suspension of selected people")
    action_priority = 21
    form_class = WhyNotForm
    question = _(
        "These people can log in again, and what they sold comes back to the shop as it was. Each who was suspended "
        "gets a mail:"
    )
    yes = _("Yes, activate")

    @classmethod
    def execute_action(cls, objects: list[User], *, reason: str = "", by: User | None = None, **_options: Any) -> Any:
        """Activate those who are suspended."""
        return sum(services.restore(person.pk, reason=reason, by=by) for person in objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:  # noqa: ARG002 (Wagtail's signature)
        """How many."""
        if not num_parent_objects:
            return _now("Nobody of them was suspended.")
        told = ngettext(
            "%(count)d person was activated and gets a mail.",
            "%(count)d people were activated and get a mail.",
            num_parent_objects,
        )
        return told % {"count": num_parent_objects}


class GiveRole(PeopleAction):
    """Give several people one role. Stands in the place of Wagtail's own."""

    display_name = _("Change role")
    action_type = "assign_role"
    aria_label = _("Change the role of selected people")
    action_priority = 30
    any_permission_required = ("change",)
    is_for_admins = True
    form_class = RoleForm
    question = _("These people get the role that you choose. Moderators, editors and admins work in this panel:")
    yes = _("Yes, change the role")

    def check_perm(self, obj: User) -> bool:
        """Only admins give roles to many, and nobody to themselves."""
        return bool(self.request.user.is_superuser) and obj.pk != self.request.user.pk

    @classmethod
    def execute_action(cls, objects: list[User], *, role: str = "", by: User | None = None, **_options: Any) -> Any:
        """Give the role."""
        for person in objects:
            services.give_role(person.pk, role, by=by)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:  # noqa: ARG002 (Wagtail's signature)
        """How many have the role now."""
        label = Role(self.cleaned_form.cleaned_data["role"]).label
        told = ngettext("Role %(role)s: %(count)d person", "Role %(role)s: %(count)d people", num_parent_objects)
        return told % {"role": label, "count": num_parent_objects}


class Invite(PeopleAction):
    """Send those who have no password yet a mail with a link that sets one, also once more."""

    display_name = _("Invite")
    action_type = "invite"
    aria_label = _("Invite selected people by mail")
    action_priority = 25
    any_permission_required = ("change",)
    question = _("Who of these has no password yet gets a mail with a link that sets one:")
    yes = _("Yes, send the mails")
    no = _("No, send nothing")

    def check_perm(self, obj: User) -> bool:
        """Who may change people may invite them; staff is managed by admins only."""
        return may_manage(self.request.user, obj)

    @classmethod
    @transaction.atomic
    def execute_action(cls, objects: list[User], **_options: Any) -> tuple[int, int]:
        """Invite."""
        return invite([person.pk for person in objects]), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:  # noqa: ARG002 (Wagtail's signature)
        """How many get a mail."""
        told = ngettext(
            "%(count)d person invited by mail; nobody else of them is without a password.",
            "%(count)d people invited by mail; nobody else of them is without a password.",
            num_parent_objects,
        )
        return told % {"count": num_parent_objects}


class DeletePeople(PeopleAction, DeleteBulkAction):
    """Delete several people to whom nothing refers."""

    template_name = DeleteBulkAction.template_name
    action_priority = 100

    def check_perm(self, obj: User) -> bool:
        """Staff is managed by admins only."""
        return bool(super().check_perm(obj)) and may_manage(self.request.user, obj)

    @classmethod
    def execute_action(cls, objects: list[User], **_options: Any) -> tuple[int, int]:
        """Delete."""
        for person in objects:
            services.delete_person(person.pk)
        return len(objects), 0
