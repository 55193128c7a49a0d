"""The form of Appearance: what stands in which tab."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)

from cms.site.limits import CARDS_PER_ROW, HERO_HEIGHTS, NEWEST_ROWS, PERCENT, RADII
from cms.site.panels import ChangesPanel, ColourPairsPanel
from cms.site.widgets import ColourInput, SliderInput


def appearance_tabs() -> TabbedInterface:
    """Shop, hero, home page, changes."""
    return TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("logo"),
                            HelpPanel(template="shop_site/logo_on_grounds.html"),
                            FieldPanel("favicon"),
                        ],
                        heading=_("Logo"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("accent", widget=ColourInput),
                            FieldPanel("ground", widget=ColourInput),
                            ColourPairsPanel(),
                        ],
                        heading=_("Colours"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("font"),
                            FieldPanel("radius", widget=SliderInput(*RADII, unit="px")),
                            FieldPanel("cards_per_row", widget=SliderInput(*CARDS_PER_ROW)),
                        ],
                        heading=_("Type and shapes"),
                    ),
                ],
                heading=_("Shop"),
            ),
            ObjectList(
                [
                    FieldPanel("hero_height", widget=SliderInput(*HERO_HEIGHTS, unit="px")),
                    FieldPanel("hero_title"),
                    FieldPanel("hero_text"),
                    FieldPanel("hero_image"),
                    FieldRowPanel(
                        [
                            FieldPanel("hero_focus_x", widget=SliderInput(*PERCENT, unit="%")),
                            FieldPanel("hero_focus_y", widget=SliderInput(*PERCENT, unit="%")),
                        ]
                    ),
                    FieldPanel("hero_button_label"),
                    PageChooserPanel("hero_button_page"),
                    FieldPanel("hero_button_address"),
                ],
                heading=_("Hero"),
            ),
            ObjectList(
                [
                    FieldPanel("newest_rows", widget=SliderInput(*NEWEST_ROWS)),
                    FieldPanel("newest_place"),
                    HelpPanel(template="shop_site/home_blocks.html"),
                ],
                heading=_("Home page"),
            ),
            ObjectList([ChangesPanel()], heading=_("Changes")),
        ]
    )
