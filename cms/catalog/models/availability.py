"""What of a listing is still to be had. Never part of a revision: publishing an old draft leaves it alone."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.catalog.lifecycle import STORED_STATUSES
from cms.catalog.models.listing import Listing
from cms.contract.records import ListingStatus


class Availability(models.Model):
    """What orders, sellers and the clock move.

    0 <= reserved <= stock. `ended_at` is when the status left live. `retired_at` is when the clock took the
    page of an ended listing down.
    """

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, primary_key=True, related_name="availability")
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=[(one.value, one.value) for one in ListingStatus if one in STORED_STATUSES],
        default=ListingStatus.LIVE,
    )
    stock = models.PositiveIntegerField(_("stock"), default=1)
    reserved = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    questions = models.JSONField(default=list, blank=True, editable=False)
    """What was asked and answered for all to read, as commerce last told it; the fields are those of QuestionRecord."""

    class Meta:
        verbose_name = _("availability")
        verbose_name_plural = _("availabilities")
        # What the clock looks for, every few seconds. The conditions are those that both databases can tell from it.
        indexes = (
            models.Index(name="availability_expires", fields=["expires_at"], condition=Q(expires_at__isnull=False)),
            models.Index(
                name="availability_ended",
                fields=["ended_at"],
                condition=Q(retired_at__isnull=True, ended_at__isnull=False),
            ),
        )
        constraints = (
            models.CheckConstraint(name="reserved_within_stock", condition=Q(reserved__lte=F("stock"))),
            models.CheckConstraint(
                name="availability_status_known",
                condition=Q(status__in=["live", "sold", "expired", "withdrawn", "suspended"]),
            ),
            models.CheckConstraint(
                name="ended_when_not_live",
                condition=Q(status="live", ended_at__isnull=True) | (~Q(status="live") & Q(ended_at__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.status}, {self.stock - self.reserved} of {self.stock}"
