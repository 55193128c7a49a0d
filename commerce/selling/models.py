"""What selling remembers besides the listings themselves: uploads, unfinished forms, reminders."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from commerce.selling.limits import SellingSettings

__all__ = ["ExpiryReminder", "Holiday", "SellingSettings", "UnfinishedForm", "Upload"]


class Upload(models.Model):
    """A file that somebody sent; `picture` is the hash of what was kept of it, empty when nothing was.

    Who sent a picture may put it into listings, also when somebody else has sent the same.
    """

    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    picture = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Upload]] = models.Manager()

    class Meta:
        indexes = (
            models.Index(fields=["seller", "at"], name="uploads_of_a_day"),
            models.Index(fields=["seller", "picture"], name="upload_of_a_picture"),
        )

    def __str__(self) -> str:
        return f"{self.picture or 'refused'} at {self.at}"


class UnfinishedForm(models.Model):
    """What somebody has typed and not saved: one for each listing, and one for a new one (without listing)."""

    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    listing = models.ForeignKey("catalog.Listing", on_delete=models.CASCADE, null=True, related_name="+")
    fields = models.JSONField()
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[UnfinishedForm]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["seller", "listing"], name="one_form_of_a_listing"),
            models.UniqueConstraint(fields=["seller"], condition=Q(listing=None), name="one_form_of_a_new_listing"),
        )

    def __str__(self) -> str:
        return str(self.fields.get("title") or "unfinished")


class ExpiryReminder(models.Model):
    """A seller was told that a listing runs out at `expires_at`."""

    listing = models.OneToOneField("catalog.Listing", on_delete=models.CASCADE, primary_key=True, related_name="+")
    expires_at = models.DateTimeField()

    objects: ClassVar[models.Manager[ExpiryReminder]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.listing_id} until {self.expires_at}"


class Holiday(models.Model):
    """A seller is away from the first to the last of these days: one at a time, gone when it is over.

    `is_on` is what pages show and orders obey; the clock moves it, because no page reads the time.
    """

    TEXT_LENGTH = 300

    seller = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    starts = models.DateField()
    until = models.DateField()
    text = models.CharField(max_length=TEXT_LENGTH, blank=True)
    is_on = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[Holiday]] = models.Manager()

    class Meta:
        constraints = (models.CheckConstraint(name="holiday_starts_first", condition=Q(starts__lte=F("until"))),)

    def __str__(self) -> str:
        return f"{self.starts} to {self.until}"
