"""How the shop looks: one row, edited with a live preview of the real home page."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import PreviewableMixin

from cms.site.checks_of_look import check_accent, check_logo
from cms.site.link_field import AddressField, check_one_target
from cms.site.preview import preview_response
from cms.site.widgets import ColourInput, SliderInput

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

HERO_HEIGHTS = (240, 900)
RADII = (0, 24)
CARDS_PER_ROW = (2, 6)
PERCENT = (0, 100)


class Font(models.TextChoices):
    """The type faces; their stacks are in cms.contract.fonts."""

    SYSTEM = "system", "System: what the reader's device uses"
    HUMANIST = "humanist", "Humanist: warm and open"
    GEOMETRIC = "geometric", "Geometric: clear and even"
    SERIF = "serif", "Serif: like a printed catalogue"


def _between(limits: tuple[int, int]) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(limits[0]), MaxValueValidator(limits[1])]


@register_setting(icon="desktop")
class Appearance(PreviewableMixin, BaseGenericSetting):
    """Logo, colours, shapes, and the opening of the home page."""

    logo = models.ForeignKey(
        "pictures.ShopImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="A PNG, best with a transparent background. The icon in browser tabs and on phones is made from it.",
    )
    accent = models.CharField(
        "accent colour",
        max_length=7,
        default="#0f766e",
        help_text="Buttons, links and marks. It must stand out from a white page; "
        "where text or dark mode need it, the shop uses a darker or lighter shade by itself.",
    )
    radius = models.PositiveSmallIntegerField(
        "corner radius", default=10, validators=_between(RADII), help_text="0 is square, 24 very round."
    )
    font = models.CharField(
        max_length=12,
        choices=Font,
        default=Font.SYSTEM,
        help_text="All of these are on readers' devices already: nothing is loaded from elsewhere.",
    )
    cards_per_row = models.PositiveSmallIntegerField(
        default=4,
        validators=_between(CARDS_PER_ROW),
        help_text="Listings side by side on a wide screen, 2 to 6; narrow screens show fewer.",
    )
    hero_height = models.PositiveSmallIntegerField(
        "height",
        default=420,
        validators=_between(HERO_HEIGHTS),
        help_text="240 to 900 px on a wide screen; phones show less.",
    )
    hero_title = models.CharField("title", max_length=80, default="Good things, close to home", blank=True)
    hero_text = models.CharField(
        "text", max_length=240, default="Find it, meet the seller, pay in cash. No fees, no parcels.", blank=True
    )
    hero_image = models.ForeignKey(
        "pictures.ShopImage",
        verbose_name="picture",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Fills the whole width. Without one the accent colour does.",
    )
    hero_focus_x = models.PositiveSmallIntegerField(
        "focal point, from the left", default=50, validators=_between(PERCENT)
    )
    hero_focus_y = models.PositiveSmallIntegerField(
        "focal point, from the top",
        default=50,
        validators=_between(PERCENT),
        help_text="The part of the picture that stays in sight when it is cropped.",
    )
    hero_button_label = models.CharField("button", max_length=40, default="See what is new", blank=True)
    hero_button_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="button leads to a page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    hero_button_address = AddressField("or to an address", default="/listings", blank=True)

    select_related: ClassVar[tuple[str, ...]] = ("logo", "hero_image")

    panels: ClassVar[list[MultiFieldPanel]] = [
        MultiFieldPanel(
            [
                FieldPanel("logo"),
                FieldPanel("accent", widget=ColourInput),
                FieldPanel("font"),
                FieldPanel("radius", widget=SliderInput(*RADII, unit="px")),
                FieldPanel("cards_per_row", widget=SliderInput(*CARDS_PER_ROW)),
            ],
            heading="Shop",
        ),
        MultiFieldPanel(
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
            heading="Hero: the opening of the home page",
        ),
    ]

    class Meta:
        verbose_name = "appearance"
        constraints = (
            models.CheckConstraint(name="hero_height_in_range", condition=models.Q(hero_height__range=HERO_HEIGHTS)),
            models.CheckConstraint(name="radius_in_range", condition=models.Q(radius__range=RADII)),
            models.CheckConstraint(
                name="cards_per_row_in_range", condition=models.Q(cards_per_row__range=CARDS_PER_ROW)
            ),
        )

    def clean(self) -> None:
        """Refuse a pale accent, a logo that is no PNG, and a button that leads nowhere or to two places."""
        super().clean()
        self.accent = self.accent.strip().lower()
        check_accent(self.accent)
        check_logo(self.logo)
        check_one_target(
            label_field="hero_button_label",
            label=self.hero_button_label,
            page_id=self.hero_button_page_id,
            address_field="hero_button_address",
            address=self.hero_button_address,
        )

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:  # noqa: ARG002  (Wagtail's signature)
        """The home page with this look."""
        return preview_response("appearance", self, request)
