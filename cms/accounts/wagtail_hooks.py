"""Where the people plug into Wagtail's admin."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.views.account import AvatarSettingsPanel, NameEmailSettingsPanel

from cms.accounts.bulk_actions import DeletePeople, GiveRole, Invite, SuspendOrRestore
from cms.accounts.forms import OwnNameForm

# After Wagtail's own of the same names, whose place they take.
for action in (GiveRole, SuspendOrRestore, DeletePeople):
    hooks.register("register_bulk_action", action, order=100)

hooks.register("register_bulk_action", Invite)

# Wagtail has no setting for these two: its form asks for a first and a last name, and its profile picture would be
# a way for files past the cleaning of pictures.
NameEmailSettingsPanel.form_class = OwnNameForm
AvatarSettingsPanel.is_active = lambda _panel: False
