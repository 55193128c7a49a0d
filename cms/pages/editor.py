"""The tabs of a page's editor: its content, the same in the second language of the shop, and what promotes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList, TabbedInterface

from cms.site.general import GeneralSettings

if TYPE_CHECKING:
    from cms.pages.models import ShopPage


class FurtherLanguage(ObjectList):
    """The tab of the second language: there while the shop has one."""

    class BoundPanel(ObjectList.BoundPanel):
        """The tab of one page."""

        def is_shown(self) -> bool:
            """Whether there is a second language to write in."""
            return bool(GeneralSettings.load().further_language) and bool(super().is_shown())


def page_editor(model: type[ShopPage]) -> TabbedInterface:
    """The tabs."""
    return TabbedInterface(
        [
            ObjectList(model.content_panels, heading=_("Content")),
            FurtherLanguage(model.further_panels, heading=_("Second language")),
            ObjectList(model.promote_panels, heading=_("Promote")),
            ObjectList(model.settings_panels, heading=_("Settings")),
        ],
    )
