"""Where and when the two meet, and the code that is shown there."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commerce.orders.models.order import Order


class PickupWindow(models.Model):
    """Hours in which a seller hands things over every week. Buyers see the place; the address once they have picked."""

    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pickup_windows")
    weekday = models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)])
    opens = models.TimeField()
    closes = models.TimeField()
    place = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(20)])
    lead_hours = models.PositiveSmallIntegerField(default=12, validators=[MaxValueValidator(336)])

    objects: ClassVar[models.Manager[PickupWindow]] = models.Manager()

    class Meta:
        ordering = ("weekday", "opens", "pk")
        constraints = (
            models.CheckConstraint(name="window_opens_first", condition=Q(opens__lt=F("closes"))),
            models.CheckConstraint(name="window_on_a_weekday", condition=Q(weekday__lte=6)),
            models.CheckConstraint(name="window_has_room", condition=Q(capacity__gte=1)),
        )

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}, {self.place}"


class Appointment(models.Model):
    """A meeting that somebody proposed, and what became of it."""

    class Status(models.TextChoices):
        """Proposed → agreed or dropped; agreed → dropped when another one is agreed."""

        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Agreed")
        DROPPED = "dropped", _("Dropped")

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="appointments")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PROPOSED)
    place = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True)
    is_safe = models.BooleanField(default=False)
    """It was one of the shop's safe places when it was proposed."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=8)
    window = models.ForeignKey(PickupWindow, on_delete=models.SET_NULL, null=True, blank=True, related_name="taken")
    created_at = models.DateTimeField()
    sequence = models.PositiveSmallIntegerField(default=0)
    """How often the meeting was moved before: a calendar takes a later one for the same event."""

    objects: ClassVar[models.Manager[Appointment]] = models.Manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="one_agreed_meeting", fields=["order"], condition=Q(status="agreed")),
            models.UniqueConstraint(name="one_proposed_meeting", fields=["order"], condition=Q(status="proposed")),
            models.CheckConstraint(name="meeting_starts_first", condition=Q(starts_at__lt=F("ends_at"))),
            models.CheckConstraint(
                name="meeting_status_known", condition=Q(status__in=["proposed", "agreed", "dropped"])
            ),
        )
        indexes = (models.Index(name="meeting_agreed_at", fields=["starts_at"], condition=Q(status="agreed")),)

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}, {self.place}"


class HandoverCode(models.Model):
    """Six digits for one meeting. Only their keyed hash is stored; `nonce` lets the buyer's page make them anew."""

    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="code")
    nonce = models.CharField(max_length=32, unique=True)
    digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[HandoverCode]] = models.Manager()

    class Meta:
        constraints = (
            models.CheckConstraint(name="code_tries_end", condition=Q(tries__lte=5)),
            models.CheckConstraint(
                name="code_used_or_void", condition=Q(voided_at__isnull=True) | Q(used_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"code of meeting {self.appointment_id}"
