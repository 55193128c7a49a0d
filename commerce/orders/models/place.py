"""Public places that the shop suggests for meetings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable

from commerce.seen_text import one_line

LONGEST_PLACE, LONGEST_ADDRESS = 120, 200
"""As a meeting stores them."""


class SafePlace(Orderable):  # type: ignore[misc]  # Wagtail has no types.
    """Where two strangers meet without worry: a station hall, a police car park, a café. Offered while it is active.

    A meeting copies name and address, so that a place that is changed or removed changes no meeting.
    """

    name = models.CharField(_("name"), max_length=LONGEST_PLACE, unique=True, validators=[one_line])
    address = models.CharField(_("address"), max_length=LONGEST_ADDRESS, validators=[one_line])
    note = models.CharField(
        _("note"),
        max_length=200,
        blank=True,
        validators=[one_line],
        help_text=_("Opening hours, or where exactly to stand. Shown with the place."),
    )
    is_active = models.BooleanField(
        _("offered"), default=True, help_text=_("Meetings that are agreed stay as they are.")
    )

    objects: ClassVar[models.Manager[SafePlace]] = models.Manager()

    class Meta:
        ordering = ("sort_order", "name")
        verbose_name = _("safe place")
        verbose_name_plural = _("safe places")

    def __str__(self) -> str:
        return str(self.name)
