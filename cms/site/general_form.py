"""The form of General settings: what stands in which tab."""

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

from cms.site.limits import LISTINGS_PER_PAGE, SOLD_PAGE_DAYS
from cms.site.panels import ChangesPanel
from cms.site.widgets import SliderInput


def general_tabs() -> TabbedInterface:
    """Shop, lists, notice, law, changes."""
    return TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel([FieldPanel("site_name"), FieldPanel("tagline")], heading=_("Name")),
                    MultiFieldPanel(
                        [FieldPanel("contact_email"), FieldPanel("contact_text"), PageChooserPanel("imprint_page")],
                        heading=_("Contact"),
                    ),
                    MultiFieldPanel(
                        [FieldRowPanel([FieldPanel("language"), FieldPanel("further_language")])],
                        heading=_("Languages"),
                    ),
                    MultiFieldPanel([FieldPanel("footer_year"), FieldPanel("footer_text")], heading=_("Footer")),
                    HelpPanel(template="shop_site/more_settings.html"),
                ],
                heading=_("Shop"),
            ),
            ObjectList(
                [
                    FieldPanel("listings_per_page", widget=SliderInput(*LISTINGS_PER_PAGE, step=12)),
                    FieldPanel("sold_page_days", widget=SliderInput(*SOLD_PAGE_DAYS, unit=_("days"))),
                ],
                heading=_("Lists"),
            ),
            ObjectList(
                [
                    FieldPanel("notice_text"),
                    FieldRowPanel([FieldPanel("notice_from"), FieldPanel("notice_until")]),
                    HelpPanel(template="shop_site/about_notice.html"),
                ],
                heading=_("Notice"),
            ),
            ObjectList(
                [
                    HelpPanel(template="shop_site/about_law.html"),
                    FieldPanel("notice_form"),
                    FieldPanel("trader_badge"),
                    FieldPanel("reviews_notice"),
                    FieldPanel("data_export"),
                ],
                heading=_("Law"),
            ),
            ObjectList([ChangesPanel()], heading=_("Changes")),
        ]
    )
