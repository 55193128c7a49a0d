"""What one seller may do, in numbers: one row under Settings."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

REMINDED_BEFORE = timedelta(days=3)
"""How long before a listing runs out the seller gets a mail."""


@register_setting(icon="tag", name="selling")
class SellingSettings(BaseGenericSetting):  # type: ignore[misc]  # Wagtail has no types.
    """Review, limits, and how long listings are for sale."""

    reviewed_first = models.PositiveSmallIntegerField(
        _("listings to look at first"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_("So many listings of each new seller go live only when a moderator has approved them. 0: none."),
    )
    open_listings = models.PositiveSmallIntegerField(
        _("open listings of one seller"),
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        help_text=_("Drafts, listings in review and live ones."),
    )
    uploads_a_day = models.PositiveSmallIntegerField(
        _("photos that one seller may send a day"),
        default=60,
        validators=[MinValueValidator(3), MaxValueValidator(10_000)],
        help_text=_("Refused ones count too: looking at them is the work."),
    )
    days_shown = models.PositiveSmallIntegerField(
        _("days a listing is for sale"),
        default=60,
        validators=[MinValueValidator(7), MaxValueValidator(730)],
        help_text=_(
            "Then it runs out, unless its seller renews it. Holds for listings published or renewed from now on."
        ),
    )

    panels: ClassVar[list[MultiFieldPanel]] = [
        MultiFieldPanel([FieldPanel("reviewed_first")], heading=_("Review")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("open_listings"), FieldPanel("uploads_a_day")]),
                FieldPanel("days_shown"),
            ],
            heading=_("Limits"),
        ),
    ]

    class Meta:
        verbose_name = _("selling")

    @property
    def shown_for(self) -> timedelta:
        """How long a listing is for sale before it runs out."""
        return timedelta(days=self.days_shown)
