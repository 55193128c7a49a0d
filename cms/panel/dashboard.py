"""The panel of the admin's first page that tells where publishing stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.ui.components import Component

from cms.api import publishing
from cms.panel import sentences
from cms.panel.views import may_remove

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHOWN = 5
_LOOKED_AT = 200


class PublishingPanel(Component):
    """Live or behind, what cannot be published and why, what is held back, what went live last."""

    name = "publishing"
    template_name = "panel/publishing.html"
    order = 90

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """What the template shows."""
        standing = publishing.standing()
        usual = publishing.usual_seconds(newest=_LOOKED_AT)
        return {
            "standing": standing,
            "sentence": sentences.of_standing(standing),
            "is_well": not (standing.is_late or standing.trouble or standing.failing or standing.held),
            "failures": publishing.failures(newest=_SHOWN),
            "last": [(one, sentences.in_words(one.seconds)) for one in publishing.last_live(newest=_SHOWN)],
            "usual": "" if usual is None else sentences.in_words(usual),
            "may_remove": may_remove(parent_context["request"]),
            "csrf_token": parent_context["csrf_token"],
        }
