"""What the team does for people who cannot do it themselves: for one or for several."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from commerce.account.helping import send_confirmation, send_password_link, verify_by_hand
from commerce.account.lost_factor import remove_second_factor
from commerce.directory import PeopleAction, may_manage

if TYPE_CHECKING:
    from cms.accounts.models import User


class _Help(PeopleAction, ABC):
    """One service for each person, which says whether there was anything to do; then it stands in the history."""

    any_permission_required = ("change",)

    @staticmethod
    @abstractmethod
    def helps(person_id: int) -> bool:
        """Do it; whether there was anything to do."""

    def check_perm(self, obj: User) -> bool:
        """Staff is managed by admins only, and who is gone needs nothing."""
        return may_manage(self.request.user, obj) and obj.closed_at is None

    @classmethod
    def execute_action(cls, objects: list[User], by: User | None = None, **_options: Any) -> tuple[int, int]:
        """Do it for each, and write it into the history of each."""
        helped = [person for person in objects if cls.helps(person.pk)]
        for person in helped:
            log(person, f"account.{cls.action_type}", user=by)
        return len(helped), 0


class RemoveSecondFactor(_Help):
    """For those who have lost their phone and their emergency codes."""

    display_name = _("Remove second factor")
    action_type = "remove_second_factor"
    aria_label = _("Remove the second factor of the selected people")
    question = _(
        "The second factor and the emergency codes of these people are removed. Their password alone lets them in "
        "again; they are logged out everywhere and get a mail. Be sure that it is really they who ask:"
    )
    yes = _("Yes, remove it")
    no = _("No, leave it")
    action_priority = 40
    is_for_admins = True
    helps = staticmethod(remove_second_factor)

    def check_perm(self, obj: User) -> bool:
        """Admins alone, and not their own: that goes by the page of their account, which asks for the code."""
        return bool(self.request.user.is_superuser) and obj.pk != self.request.user.pk

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:  # noqa: ARG002 (Wagtail's signature)
        """How many had one."""
        told = ngettext(
            "Second factor removed: %(count)d. They are logged out, and a mail tells them.",
            "Second factors removed: %(count)d. They are logged out, and a mail tells them.",
            num_parent_objects,
        )
        return told % {"count": num_parent_objects}


class Verify(_Help):
    """For those whose mail does not arrive, but who have shown otherwise that the address is theirs."""

    display_name = _("Verify the address")
    action_type = "verify"
    aria_label = _("Verify the e-mail addresses of the selected people by hand")
    question = _("Be sure that these addresses belong to these people: they can buy and sell from now on.")
    yes = _("Yes, they are theirs")
    action_priority = 50
    helps = staticmethod(verify_by_hand)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:  # noqa: ARG002 (Wagtail's signature)
        """How many were not verified before."""
        told = ngettext("%(count)d address verified.", "%(count)d addresses verified.", num_parent_objects)
        return told % {"count": num_parent_objects}


class SendConfirmation(_Help):
    """The mail with the link that verifies an address, once more."""

    display_name = _("Send a verification mail")
    action_type = "send_confirmation"
    aria_label = _("Send the verification mail once more to the selected people")
    question = _("Who of these has not verified the address yet gets the mail with the link once more:")
    yes = _("Yes, send the mails")
    no = _("No, send nothing")
    action_priority = 51
    helps = staticmethod(send_confirmation)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:  # noqa: ARG002 (Wagtail's signature)
        """How many get one."""
        return _mails(num_parent_objects)


class SendPasswordLink(_Help):
    """The mail of a forgotten password."""

    display_name = _("Send a password link")
    action_type = "send_password_link"
    aria_label = _("Send the selected people a link to set a new password")
    question = _("These people get a mail with a link that sets a new password; the present one holds until then:")
    yes = _("Yes, send the mails")
    no = _("No, send nothing")
    action_priority = 52
    helps = staticmethod(send_password_link)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:  # noqa: ARG002 (Wagtail's signature)
        """How many get one."""
        return _mails(num_parent_objects)


def _mails(count: int) -> str:
    return ngettext("%(count)d mail is on its way.", "%(count)d mails are on their way.", count) % {"count": count}
