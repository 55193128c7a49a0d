"""Where the people plug into Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import AvatarSettingsPanel, NameEmailSettingsPanel
from wagtail.log_actions import LogFormatter

from cms.accounts.bulk_actions import Activate, DeletePeople, GiveRole, Invite, Suspend
from cms.accounts.directory import DIRECTORY
from cms.accounts.forms import OwnNameForm
from cms.accounts.person_page import OWN_PARTS
from cms.accounts.remove_picture import RemovePicture
from cms.accounts.roles import Role

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry

# After Wagtail's own of the same names, whose place they take.
for action in (GiveRole, Suspend, DeletePeople):
    hooks.register("register_bulk_action", action, order=100)

for action in (Activate, Invite, RemovePicture):
    hooks.register("register_bulk_action", action)

DIRECTORY.add(*OWN_PARTS)

# Wagtail has no setting for these two: its form asks for a first and a last name, and its profile picture would be
# a way for files past the cleaning of pictures.
NameEmailSettingsPanel.form_class = OwnNameForm
AvatarSettingsPanel.is_active = lambda _panel: False


class _WithReason(LogFormatter):
    def format_message(self, log_entry: Any) -> str:
        """What was done, and why where somebody said so."""
        reason = log_entry.data.get("reason")
        return f"{self.message}: {reason}" if reason else str(self.message)


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]  # Wagtail has no types.
def register_log_actions(actions: LogActionRegistry) -> None:
    """What the history of a person calls it."""

    @actions.register_action("accounts.suspend")
    class Suspended(_WithReason):
        label = _("Suspend")
        message = _("Suspended")

    @actions.register_action("accounts.restore")
    class Activated(_WithReason):
        label = _("Activate")
        message = _("Activated")

    @actions.register_action("accounts.role")
    class RoleChanged(LogFormatter):
        label = _("Change role")

        def format_message(self, log_entry: Any) -> str:
            """From which role to which."""
            told = {key: Role(log_entry.data[key]).label for key in ("before", "after") if key in log_entry.data}
            return _now("Role changed from %(before)s to %(after)s") % told if told else _now("Role changed")

    actions.register_action("accounts.note", _("Write note"), _("Note of the team changed"))
    actions.register_action("accounts.remove_picture", _("Remove the picture"), _("Picture removed"))
