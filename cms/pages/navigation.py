"""The menu and the footer: one row that editors keep."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField

from cms.pages.link_blocks import LinkBlock
from cms.site.kept_form import KeptForm
from cms.site.panels import ChangesPanel


class FooterColumnBlock(blocks.StructBlock):
    """A heading and the links below it."""

    heading = blocks.CharBlock(max_length=40)
    links = blocks.ListBlock(LinkBlock(), min_num=1, max_num=12)

    class Meta:
        icon = "list-ul"


@register_setting(icon="bars")
class Navigation(BaseGenericSetting):
    """What the top and the bottom of each page lead to, besides the categories."""

    menu = StreamField(
        [("link", LinkBlock())],
        blank=True,
        max_num=8,
        help_text="At most eight links beside the categories. A link whose page is not published is left out.",
    )
    footer = StreamField(
        [("column", FooterColumnBlock())], blank=True, max_num=4, help_text="At most four columns of links."
    )

    panels: ClassVar[list[FieldPanel | ChangesPanel]] = [
        FieldPanel("menu"),
        FieldPanel("footer"),
        ChangesPanel(heading=_("Changes")),
    ]
    base_form_class = KeptForm

    class Meta:
        verbose_name = "menu and footer"
