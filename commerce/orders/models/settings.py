"""How cash deals go in this shop: one row under Settings. What is changed holds for orders made from then on."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from commerce.orders.machine import Terms

_HOURS = (MinValueValidator(1), MaxValueValidator(30 * 24))


@register_setting(icon="calendar-alt")
class CashSettings(BaseGenericSetting):  # type: ignore[misc]  # Wagtail has no types.
    """Deadlines, rounding, and the clock on the wall."""

    time_zone = models.CharField(
        max_length=40, default="Europe/Berlin", help_text="In which meetings are agreed, such as Europe/Berlin."
    )
    reply_hours = models.PositiveSmallIntegerField(
        "hours to answer a request", default=48, validators=_HOURS, help_text="After that the seller has lost it."
    )
    agree_hours = models.PositiveSmallIntegerField(
        "hours to agree on a meeting", default=72, validators=_HOURS, help_text="After that the order ends."
    )
    answer_hours = models.PositiveSmallIntegerField(
        "hours to object",
        default=48,
        validators=_HOURS,
        help_text="When only one side says that goods and cash changed hands, or that the other did not come.",
    )
    complaint_days = models.PositiveSmallIntegerField(
        "days to complain", default=3, validators=[MaxValueValidator(14)], help_text="After the deal, 0 to 14."
    )
    round_to_five = models.BooleanField(
        "round to five cents",
        default=False,
        help_text="For countries without coins of one and two cents. The difference is a line of its own.",
    )

    panels: ClassVar[list[MultiFieldPanel]] = [
        MultiFieldPanel([FieldPanel("time_zone"), FieldPanel("round_to_five")], heading="Cash"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("reply_hours"), FieldPanel("agree_hours")]),
                FieldRowPanel([FieldPanel("answer_hours"), FieldPanel("complaint_days")]),
            ],
            heading="Deadlines of new orders",
        ),
    ]

    class Meta:
        verbose_name = "cash deals"

    def clean(self) -> None:
        """Refuse a time zone that nobody knows."""
        super().clean()
        if self.time_zone not in available_timezones():
            raise ValidationError({"time_zone": "Nobody knows this time zone. Write it like Europe/Berlin."})

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
