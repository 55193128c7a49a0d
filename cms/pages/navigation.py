"""The menu and the footer: one row that editors keep, with a live preview of real pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin

from cms.pages.link_blocks import LinkBlock
from cms.site import preview_modes
from cms.site.kept_form import KeptForm
from cms.site.panels import ChangesPanel
from cms.site.preview import SIZES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_IN_MENU = 8
MOST_COLUMNS = 4
MOST_IN_COLUMN = 12
HEADING_LENGTH = 40


class FooterColumnBlock(blocks.StructBlock):
    """A heading and the links below it."""

    heading = blocks.CharBlock(max_length=HEADING_LENGTH, label=_("Heading"))
    links = blocks.ListBlock(LinkBlock(), min_num=1, max_num=MOST_IN_COLUMN, collapsed=True, label=_("Links"))

    class Meta:
        icon = "list-ul"
        label_format = "{heading}"


@register_setting(icon="bars", name="menu-and-footer")
class Navigation(PreviewableMixin, BaseGenericSetting):
    """What the top and the bottom of each page lead to, besides the categories."""

    menu = StreamField(
        [("link", LinkBlock())],
        blank=True,
        max_num=MOST_IN_MENU,
        collapsed=True,
        help_text=_("At most eight links beside the categories. A link whose page is not published is left out."),
        verbose_name=_("menu"),
    )
    footer = StreamField(
        [("column", FooterColumnBlock())],
        blank=True,
        max_num=MOST_COLUMNS,
        help_text=_("At most four columns of links."),
        verbose_name=_("footer"),
    )

    base_form_class = KeptForm
    edit_handler = TabbedInterface(
        [
            ObjectList([HelpPanel(template="shop_pages/moving.html"), FieldPanel("menu")], heading=_("Menu")),
            ObjectList([HelpPanel(template="shop_pages/moving.html"), FieldPanel("footer")], heading=_("Footer")),
            ObjectList([ChangesPanel()], heading=_("Changes")),
        ]
    )
    preview_sizes = SIZES

    class Meta:
        verbose_name = _("menu and footer")

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """Pages of the shop, in each of its languages."""
        return preview_modes.modes()

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """A page of the shop with this menu and this footer."""
        return preview_modes.response_of(mode_name, "navigation", self, request)
