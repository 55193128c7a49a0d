"""How cash deals go in this shop: one row under Settings. What is changed holds for orders made from then on."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from cms.api.fields import EuroField
from cms.contract.money import MAX_CENTS
from commerce.orders.machine import Terms

_HOURS = (MinValueValidator(1), MaxValueValidator(30 * 24))


class BoundSellers(models.TextChoices):
    """Whom the highest amount in cash binds."""

    TRADERS = "traders", _("sellers who sell as a business")
    ALL = "all", _("all sellers")


class CashSettingsForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail has no types.
    """With an amount in euros."""

    most_cash_cents = EuroField(
        required=False,
        label=_("Highest amount in cash for one order, in €"),
        help_text=_(
            "As 1000 or 1.000,00. Empty: no limit. Many countries limit what a business may take in cash for one "
            "deal; the amounts differ and change, so none is given here: look up the one of your country and write it. "
            "Orders and offers above it are refused and say why; orders that are there go on."
        ),
    )


@register_setting(icon="calendar-alt", name="cash-deals")
class CashSettings(BaseGenericSetting):  # type: ignore[misc]  # Wagtail has no types.
    """Deadlines, rounding, and the clock on the wall."""

    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        default="Europe/Berlin",
        help_text=_("In which meetings are agreed, such as Europe/Berlin."),
    )
    reply_hours = models.PositiveSmallIntegerField(
        _("hours to answer a request"), default=48, validators=_HOURS, help_text=_("After that the seller has lost it.")
    )
    agree_hours = models.PositiveSmallIntegerField(
        _("hours to agree on a meeting"), default=72, validators=_HOURS, help_text=_("After that the order ends.")
    )
    answer_hours = models.PositiveSmallIntegerField(
        _("hours to object"),
        default=48,
        validators=_HOURS,
        help_text=_("When only one side says that goods and cash changed hands, or that the other did not come."),
    )
    complaint_days = models.PositiveSmallIntegerField(
        _("days to complain"), default=3, validators=[MaxValueValidator(14)], help_text=_("After the deal, 0 to 14.")
    )
    round_to_five = models.BooleanField(
        _("round to five cents"),
        default=False,
        help_text=_("For countries without coins of one and two cents. The difference is a line of its own."),
    )

    most_cash_cents = models.PositiveBigIntegerField(
        _("most cash cents"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MAX_CENTS)]
    )
    most_cash_for = models.CharField(
        _("whom it binds"),
        max_length=8,
        choices=BoundSellers.choices,
        default=BoundSellers.TRADERS,
        help_text=_("Sellers say in their profile that they sell as a business, where General settings let them."),
    )

    base_form_class = CashSettingsForm
    panels: ClassVar[list[MultiFieldPanel]] = [
        MultiFieldPanel([FieldPanel("time_zone"), FieldPanel("round_to_five")], heading=_("Cash")),
        MultiFieldPanel(
            [FieldPanel("most_cash_cents"), FieldPanel("most_cash_for")], heading=_("Highest amount in cash")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("reply_hours"), FieldPanel("agree_hours")]),
                FieldRowPanel([FieldPanel("answer_hours"), FieldPanel("complaint_days")]),
            ],
            heading=_("Deadlines of new orders"),
            help_text=_(
                "Orders that run keep the deadlines that they were placed with: what you change here holds for orders "
                "placed from then on. The time zone holds at once, for the meetings of running orders, too."
            ),
        ),
    ]

    class Meta:
        verbose_name = _("cash deals")

    def clean(self) -> None:
        """Refuse a time zone that nobody knows."""
        super().clean()
        if self.time_zone not in available_timezones():
            raise ValidationError({"time_zone": _("Nobody knows this time zone. Write it like Europe/Berlin.")})

    @property
    def binds_everybody(self) -> bool:
        """Whether the highest amount holds for private sellers, too."""
        return self.most_cash_for == BoundSellers.ALL

    @property
    def zone(self) -> ZoneInfo:
        """The clock on the wall."""
        return ZoneInfo(self.time_zone)

    @property
    def terms(self) -> Terms:
        """The times that hold for an order made now."""
        return Terms(
            reply_hours=self.reply_hours,
            agree_hours=self.agree_hours,
            answer_hours=self.answer_hours,
            complaint_days=self.complaint_days,
        )
