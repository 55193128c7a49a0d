"""General settings: one row, edited with a live preview of real pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import register_setting
from wagtail.models import PreviewableMixin

from cms.contract.addresses import LANGUAGE_CODES
from cms.site.general_form import general_tabs
from cms.site.kept_form import KeptForm
from cms.site.limits import LISTINGS_PER_PAGE, SOLD_PAGE_DAYS
from cms.site.notice import is_on
from cms.site.one_row import OneRowSetting
from cms.site.preview import SHOP_PAGES, SIZES, preview_response

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LANGUAGE_NAMES = {"en": _("English"), "de": _("German")}
YEARS = (2000, 2199)


def this_year() -> int:
    """The year in which the settings are made."""
    return timezone.now().year


@register_setting(icon="cogs", name="general-settings")
class GeneralSettings(PreviewableMixin, OneRowSetting):
    """Name, contact, languages, the numbers that shape lists, a notice to everybody, and what the law may ask for."""

    site_name = models.CharField(_("site name"), max_length=60, default="Cataloro")
    tagline = models.CharField(
        _("tagline"),
        max_length=120,
        blank=True,
        default="The market around the corner",
        help_text=_("One line below the name, and in search results."),
    )
    contact_email = models.EmailField(
        _("contact e-mail address"),
        blank=True,
        help_text=_("Shown to everybody in the footer. Leave it empty to show none."),
    )
    contact_text = models.TextField(
        _("contact text"), max_length=600, blank=True, help_text=_("Address, telephone, hours. Line ends are kept.")
    )
    imprint_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The page that says who runs this shop; every footer links to it once it is published."),
        verbose_name=_("imprint page"),
    )
    language = models.CharField(
        _("own language"),
        max_length=5,
        choices=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGE_CODES],
        default="en",
        help_text=_("The shop's own language: its pages have the short addresses."),
    )
    further_language = models.CharField(
        _("second language"),
        max_length=5,
        choices=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGE_CODES],
        blank=True,
        help_text=_(
            "The whole shop in another language, below its code (/de). Pages and short texts can be written in "
            "it; what sellers write stays as written."
        ),
    )
    listings_per_page = models.PositiveSmallIntegerField(
        _("listings per page"),
        default=24,
        validators=[MinValueValidator(LISTINGS_PER_PAGE[0]), MaxValueValidator(LISTINGS_PER_PAGE[1])],
        help_text=_("12 to 96."),
    )
    sold_page_days = models.PositiveSmallIntegerField(
        _("days a sold listing keeps its page"),
        default=30,
        validators=[MaxValueValidator(SOLD_PAGE_DAYS[1])],
        help_text=_("0 to 365. The page says that the thing is gone; lists no longer show it."),
    )
    footer_year = models.PositiveSmallIntegerField(
        _("year in the footer"),
        default=this_year,
        validators=[MinValueValidator(YEARS[0]), MaxValueValidator(YEARS[1])],
    )
    footer_text = models.CharField(
        _("footer text"), max_length=240, blank=True, help_text=_("One line at the very end of each page.")
    )

    notice_text = models.CharField(
        _("text of the notice"),
        max_length=240,
        blank=True,
        help_text=_("One or two sentences at the top of every page, such as when the shop will be closed for work."),
    )
    notice_from = models.DateTimeField(
        _("from"), null=True, blank=True, help_text=_("Empty: at once. Your own time zone.")
    )
    notice_until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: until you remove it."))
    notice_is_on = models.BooleanField(_("notice is on"), default=False, editable=False)
    """Whether pages show it. The clock moves it, because no page reads the time."""
    notice_form = models.BooleanField(
        _("report of illegal content"),
        default=False,
        help_text=_(
            "Every footer links to a page on which anybody can report a listing by its address or number, and who "
            "reports must say that they do so in good faith (Digital Services Act, article 16)."
        ),
    )
    trader_badge = models.BooleanField(
        _("business sellers"),
        default=False,
        help_text=_(
            "Sellers can say in their profile that they sell as a business, and give an imprint. Their listings and "
            "their page show it; those of all others say that they sell privately."
        ),
    )
    reviews_notice = models.BooleanField(
        _("how reviews are checked"),
        default=False,
        help_text=_(
            "Below the reviews of a seller, and where listings show stars, pages explain how reviews come about and "
            "how they are checked."
        ),
    )
    data_export = models.BooleanField(
        _("way to one's own data"),
        default=False,
        help_text=_(
            "Every footer links to the page on which people take their data along and close their account. In the "
            "account itself that page is always there."
        ),
    )

    edit_handler = general_tabs()
    base_form_class = KeptForm
    preview_modes = SHOP_PAGES
    preview_sizes = SIZES

    class Meta:
        verbose_name = _("general settings")
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
        """Refuse the shop's own language a second time, and a notice that ends before it begins."""
        super().clean()
        wrong = {}
        if self.further_language == self.language:
            wrong["further_language"] = say("This is the shop's own language already.")
        if self.notice_from and self.notice_until and self.notice_until <= self.notice_from:
            wrong["notice_until"] = say("The notice would end before it begins.")
        if (self.notice_from or self.notice_until) and not self.notice_text.strip():
            wrong["notice_text"] = say("Write what the notice says, or empty its times.")
        if wrong:
            raise ValidationError(wrong)
        self.notice_is_on = is_on(self, timezone.now())

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """A page of the shop with these settings; a notice is shown also before its time."""
        self.notice_is_on = bool(self.notice_text)
        return preview_response("settings", self, request, shown=mode_name)
