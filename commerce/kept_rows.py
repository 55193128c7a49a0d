"""What staff may do in the admin with rows that the shop itself makes: look at them and act, never add or delete."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

_NEVER = frozenset({"add", "delete"})


class KeptRows(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail has no types.
    """Django's permissions to view and to change; nobody has the others, admins neither."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether somebody may do this with such rows."""
        return action not in _NEVER and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Whether somebody may do one of these."""
        return any(self.user_has_permission(user, one) for one in actions)
