"""General settings: one row, edited with a live preview of the real home page."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import PreviewableMixin

from cms.contract.addresses import LANGUAGE_CODES
from cms.site.kept_form import KeptForm
from cms.site.preview import SHOP_PAGES, SIZES, preview_response
from cms.site.widgets import SliderInput

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LANGUAGE_NAMES = {"en": "English", "de": "German"}
LISTINGS_PER_PAGE = (12, 96)
SOLD_PAGE_DAYS = (0, 365)
YEARS = (2000, 2199)


def this_year() -> int:
    """The year in which the settings are made."""
    return timezone.now().year


@register_setting(icon="cogs")
class GeneralSettings(PreviewableMixin, BaseGenericSetting):
    """Name, contact, languages, and the numbers that shape lists."""

    site_name = models.CharField(max_length=60, default="Cataloro")
    tagline = models.CharField(
        max_length=120,
        blank=True,
        default="The market around the corner",
        help_text="One line below the name, and in search results.",
    )
    contact_email = models.EmailField(
        "contact e-mail address", blank=True, help_text="Shown to everybody in the footer. Leave it empty to show none."
    )
    contact_text = models.TextField(
        max_length=600, blank=True, help_text="Address, telephone, hours. Line ends are kept."
    )
    imprint_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The page that says who runs this shop; every footer links to it once it is published.",
    )
    language = models.CharField(
        "own language",
        max_length=5,
        choices=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGE_CODES],
        default="en",
        help_text="The shop's own language: its pages have the short addresses.",
    )
    further_language = models.CharField(
        "second language",
        max_length=5,
        choices=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGE_CODES],
        blank=True,
        help_text="Another language in which buttons and labels are offered. What people write stays as written.",
    )
    listings_per_page = models.PositiveSmallIntegerField(
        default=24,
        validators=[MinValueValidator(LISTINGS_PER_PAGE[0]), MaxValueValidator(LISTINGS_PER_PAGE[1])],
        help_text="12 to 96.",
    )
    sold_page_days = models.PositiveSmallIntegerField(
        "days a sold listing keeps its page",
        default=30,
        validators=[MaxValueValidator(SOLD_PAGE_DAYS[1])],
        help_text="0 to 365. The page says that the thing is gone; lists no longer show it.",
    )
    footer_year = models.PositiveSmallIntegerField(
        "year in the footer",
        default=this_year,
        validators=[MinValueValidator(YEARS[0]), MaxValueValidator(YEARS[1])],
    )
    footer_text = models.CharField(max_length=240, blank=True, help_text="One line at the very end of each page.")

    panels: ClassVar[list[MultiFieldPanel]] = [
        MultiFieldPanel([FieldPanel("site_name"), FieldPanel("tagline")], heading="Name"),
        MultiFieldPanel(
            [FieldPanel("contact_email"), FieldPanel("contact_text"), PageChooserPanel("imprint_page")],
            heading="Contact",
        ),
        MultiFieldPanel([FieldRowPanel([FieldPanel("language"), FieldPanel("further_language")])], heading="Languages"),
        MultiFieldPanel(
            [
                FieldPanel("listings_per_page", widget=SliderInput(*LISTINGS_PER_PAGE, step=12)),
                FieldPanel("sold_page_days", widget=SliderInput(*SOLD_PAGE_DAYS, unit="days")),
            ],
            heading="Listings",
        ),
        MultiFieldPanel([FieldPanel("footer_year"), FieldPanel("footer_text")], heading="Footer"),
    ]

    base_form_class = KeptForm
    preview_modes = SHOP_PAGES
    preview_sizes = SIZES

    class Meta:
        verbose_name = "general settings"
        constraints = (
            models.CheckConstraint(
                name="listings_per_page_in_range", condition=models.Q(listings_per_page__range=LISTINGS_PER_PAGE)
            ),
            models.CheckConstraint(
                name="sold_page_days_in_range", condition=models.Q(sold_page_days__range=SOLD_PAGE_DAYS)
            ),
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes, the shop's own first."""
        return tuple(code for code in (self.language, self.further_language) if code)

    def clean(self) -> None:
        """Refuse the shop's own language a second time."""
        super().clean()
        if self.further_language == self.language:
            raise ValidationError({"further_language": "This is the shop's own language already."})

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """A page of the shop with these settings."""
        return preview_response("settings", self, request, shown=mode_name)
