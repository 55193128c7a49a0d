"""The buttons below the list of people: only those are shown that the asker may use, where Wagtail shows all to all."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.widgets.button import BaseButton, Button, ButtonWithDropdown, ListingButton

_SIDE_BY_SIDE = 4


def buttons_for(user: Any) -> list[BaseButton]:
    """The first ones side by side, the others in a menu."""
    actions = bulk_action_registry.get_bulk_actions_for_model("accounts", "user")
    offered = sorted((one for one in actions if one.is_offered_to(user)), key=attrgetter("action_priority"))
    buttons: list[BaseButton] = [
        _button(ListingButton, one, " ".join(one.classes | {"bulk-action-btn"})) for one in offered[:_SIDE_BY_SIDE]
    ]
    if others := [_button(Button, one, "") for one in offered[_SIDE_BY_SIDE:]]:
        more = ButtonWithDropdown(
            label=_("More"),
            attrs={"title": _("More that can be done with several people")},
            classname="button button-secondary button-small",
            buttons=others,
        )
        buttons.append(more)
    return buttons


def _button(kind: Any, action: Any, classname: str) -> BaseButton:
    button: BaseButton = kind(
        action.display_name,
        reverse("wagtail_bulk_action", args=["accounts", "user", action.action_type]),
        attrs={"aria-label": action.aria_label, "data-bulk-action-button": ""},
        classname=classname,
        priority=action.action_priority,
    )
    return button
