"""Where accounts plug into the people of Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail import hooks
from wagtail.log_actions import log
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction

from commerce.account.lost_factor import remove_second_factor

if TYPE_CHECKING:
    from typing import Any

    from wagtail.log_actions import LogActionRegistry

    from cms.accounts.models import User


class RemoveSecondFactor(UserBulkAction):
    """For those who have lost their phone and their emergency codes."""

    display_name = "Remove second factor"
    action_type = "remove_second_factor"
    aria_label = "Remove the second factor of the selected people"
    template_name = "accounts/confirm_bulk_action.html"
    question = (
        "The second factor and the emergency codes of these people are removed. Their password alone lets them in "
        "again; they are logged out everywhere and get a mail. Be sure that it is really they who ask:"
    )
    yes = "Yes, remove it"
    no = "No, leave it"
    action_priority = 40

    def check_perm(self, obj: User) -> bool:
        """Admins alone, and not their own: that goes by the page of their account, which asks for the code."""
        return bool(self.request.user.is_superuser) and obj.pk != self.request.user.pk

    def get_execution_context(self) -> dict[str, Any]:
        """Who does it, for the history."""
        return {"by": self.request.user}

    @classmethod
    @transaction.atomic
    def execute_action(cls, objects: list[User], by: User | None = None, **_: Any) -> tuple[int, int]:
        """Remove them, and write it into the history of each."""
        count = 0
        for person in objects:
            if remove_second_factor(person.pk):
                log(person, "account.remove_second_factor", user=by)
                count += 1
        return count, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:  # noqa: ARG002 (Wagtail's signature)
        """How many had one."""
        return f"Second factor removed: {num_parent_objects}. They are logged out, and a mail tells them."


hooks.register("register_bulk_action", RemoveSecondFactor)


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]  # Wagtail has no types.
def register_log_actions(actions: LogActionRegistry) -> None:
    """What the history of a person calls it."""
    actions.register_action("account.remove_second_factor", "Remove the second factor", "Second factor removed")
