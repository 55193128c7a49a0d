"""Whether visits are counted, and how long their numbers are kept: one row under Settings."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import register_setting

from cms.site.one_row import OneRowSetting

KEPT_DAYS = (31, 3650)


@register_setting(icon="view", name="visitor-numbers")
class VisitSettings(OneRowSetting):
    """On or off, and for how long."""

    counting = models.BooleanField(
        _("count visits"),
        default=True,
        help_text=_(
            "From the web server's log: no cookie, no script, and no address is stored. What comes while this is off "
            "is never counted."
        ),
    )
    kept_days = models.PositiveSmallIntegerField(
        _("days to keep the numbers"),
        default=400,
        validators=[MinValueValidator(KEPT_DAYS[0]), MaxValueValidator(KEPT_DAYS[1])],
        help_text=_("31 to 3650. With 400 a whole year can be compared with the month before it began."),
    )

    panels: ClassVar[list[FieldPanel]] = [FieldPanel("counting"), FieldPanel("kept_days")]

    class Meta:
        verbose_name = _("visitor numbers")
        constraints = (models.CheckConstraint(name="visits_kept_in_range", condition=Q(kept_days__range=KEPT_DAYS)),)
