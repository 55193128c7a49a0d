"""An entry of the admin's menu that is shown to those who have a right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.menu import MenuItem

if TYPE_CHECKING:
    from django.http import HttpRequest


class MenuItemForRight(MenuItem):
    """For those with `right`, such as "shop_site.change_generalsettings"; for admins alone Wagtail has one."""

    def __init__(self, *args: Any, right: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.right = right

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person has it."""
        return bool(request.user.has_perm(self.right))
