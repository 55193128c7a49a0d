"""How the shop looks: one row, edited with a live preview of real pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import register_setting
from wagtail.models import PreviewableMixin

from cms.contract.colours import LIGHT_GROUND
from cms.site import preview_modes
from cms.site.appearance_form import appearance_tabs
from cms.site.checks_of_look import check_colours, check_png
from cms.site.choices import Font, NewestPlace
from cms.site.kept_form import KeptForm
from cms.site.limits import CARDS_PER_ROW, HERO_HEIGHTS, NEWEST_ROWS, PERCENT, RADII
from cms.site.link_field import AddressField, check_one_target
from cms.site.one_row import OneRowSetting
from cms.site.preview import SIZES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise


def _between(limits: tuple[int, int]) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(limits[0]), MaxValueValidator(limits[1])]


def _picture(label: _StrPromise, help_text: _StrPromise) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "pictures.ShopImage",
        verbose_name=label,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=help_text,
    )


@register_setting(icon="desktop", name="appearance")
class Appearance(PreviewableMixin, OneRowSetting):
    """Logo, colours, shapes, and the home page."""

    logo = _picture(
        _("logo"),
        _("A PNG, best with a transparent background. The icon in browser tabs and on phones is made from it."),
    )
    favicon = _picture(
        _("icon"), _("A square PNG for browser tabs and phones, if the logo does not do. It is shown very small.")
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#0f766e",
        help_text=_(
            "Buttons, links and marks. It must stand out from the page; "
            "where text or dark mode need it, the shop uses a darker or lighter shade by itself."
        ),
    )
    ground = models.CharField(
        _("page colour"),
        max_length=7,
        default=LIGHT_GROUND,
        help_text=_("Behind everything: white, or a very light colour. Readers in dark mode see a dark page instead."),
    )
    radius = models.PositiveSmallIntegerField(
        _("corner radius"), default=10, validators=_between(RADII), help_text=_("0 is square, 24 very round.")
    )
    font = models.CharField(
        _("font"),
        max_length=12,
        choices=Font,
        default=Font.SYSTEM,
        help_text=_("All of these are on readers' devices already: nothing is loaded from elsewhere."),
    )
    cards_per_row = models.PositiveSmallIntegerField(
        _("cards per row"),
        default=4,
        validators=_between(CARDS_PER_ROW),
        help_text=_("Listings side by side on a wide screen, 2 to 6; narrow screens show fewer."),
    )
    newest_rows = models.PositiveSmallIntegerField(
        _("rows of newest listings"),
        default=3,
        validators=_between(NEWEST_ROWS),
        help_text=_("On the home page, 0 to 6. 0 shows none of them there."),
    )
    newest_place = models.CharField(
        _("place of the newest listings"), max_length=5, choices=NewestPlace, default=NewestPlace.FIRST
    )
    hero_height = models.PositiveSmallIntegerField(
        _("height"),
        default=420,
        validators=_between(HERO_HEIGHTS),
        help_text=_("240 to 900 px on a wide screen; phones show less."),
    )
    hero_title = models.CharField(_("title"), max_length=80, default="Good things, close to home", blank=True)
    hero_text = models.CharField(
        _("text"), max_length=240, default="Find it, meet the seller, pay in cash. No fees, no parcels.", blank=True
    )
    hero_image = _picture(_("picture"), _("Fills the whole width. Without one the accent colour does."))
    hero_focus_x = models.PositiveSmallIntegerField(
        _("focal point, from the left"), default=50, validators=_between(PERCENT)
    )
    hero_focus_y = models.PositiveSmallIntegerField(
        _("focal point, from the top"),
        default=50,
        validators=_between(PERCENT),
        help_text=_("The part of the picture that stays in sight when it is cropped."),
    )
    hero_button_label = models.CharField(_("button"), max_length=40, default="See what is new", blank=True)
    hero_button_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("button leads to a page"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    hero_button_address = AddressField(_("or to an address"), default="/listings", blank=True)

    select_related: ClassVar[tuple[str, ...]] = ("logo", "favicon", "hero_image")
    base_form_class = KeptForm
    edit_handler = appearance_tabs()
    preview_sizes = SIZES

    class Meta:
        verbose_name = _("appearance")
        constraints = (
            models.CheckConstraint(name="hero_height_in_range", condition=models.Q(hero_height__range=HERO_HEIGHTS)),
            models.CheckConstraint(name="radius_in_range", condition=models.Q(radius__range=RADII)),
            models.CheckConstraint(
                name="cards_per_row_in_range", condition=models.Q(cards_per_row__range=CARDS_PER_ROW)
            ),
            models.CheckConstraint(name="newest_rows_in_range", condition=models.Q(newest_rows__range=NEWEST_ROWS)),
        )

    def clean(self) -> None:
        """Refuse colours too close to each other, a logo that is no PNG, and a button to nowhere or to two places."""
        super().clean()
        self.accent = self.accent.strip().lower()
        self.ground = self.ground.strip().lower()
        check_colours(self.accent, self.ground)
        check_png("logo", self.logo)
        check_png("favicon", self.favicon)
        check_one_target(
            label_field="hero_button_label",
            label=self.hero_button_label,
            page_id=self.hero_button_page_id,
            address_field="hero_button_address",
            address=self.hero_button_address,
        )

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """Pages of the shop, in each of its languages."""
        return preview_modes.modes()

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """A page of the shop with this look."""
        return preview_modes.response_of(mode_name, "appearance", self, request)
