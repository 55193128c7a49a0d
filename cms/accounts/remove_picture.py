"""What the team does about a picture that nobody should have to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from cms.accounts import services
from cms.accounts.bulk_actions import PeopleAction
from cms.accounts.finding import may_manage

if TYPE_CHECKING:
    from cms.accounts.models import User


class RemovePicture(PeopleAction):
    """Take away the pictures that several people show beside their names."""

    display_name = _("Remove picture")
    action_type = "remove_picture"
    aria_label = _("Remove the pictures of selected people")
    action_priority = 35
    any_permission_required = ("suspend", "change")
    question = _(
        "The pictures of these people are taken off their pages and everything else that shows them. They can choose "
        "new ones:"
    )
    yes = _("Yes, remove them")

    def check_perm(self, obj: User) -> bool:
        """Who looks after people may do it; staff is managed by admins only."""
        return may_manage(self.request.user, obj)

    @classmethod
    @transaction.atomic
    def execute_action(cls, objects: list[User], *, by: User | None = None, **_options: Any) -> tuple[int, int]:
        """Remove them, and write it into the history of each."""
        shown = [person for person in objects if person.picture_id]
        for person in shown:
            services.show_picture(person.pk, None)
            log(person, "accounts.remove_picture", user=by)
        return len(shown), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:  # noqa: ARG002 (Wagtail's signature)
        """How many there were."""
        told = ngettext("%(count)d picture removed.", "%(count)d pictures removed.", num_parent_objects)
        return told % {"count": num_parent_objects}
