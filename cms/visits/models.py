"""What is stored of visits: numbers by hour and day, how far each log was read, and for one day who came already."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cms.visits.preferences import VisitSettings

__all__ = ["DayTotal", "HourTotal", "LogFile", "PageDay", "PageHour", "SourceDay", "VisitSettings", "Visitor"]

PATH_LENGTH = 255
NAME_LENGTH = 100


class LogFile(models.Model):
    """How far a file of the log is counted: changed in the transaction that changes the numbers.

    A file is known by its place on the disk (`place`: device and inode) together with a digest of its first
    `head_size` bytes; by the digest alone when it was copied or packed. `offset` counts unpacked bytes.
    """

    path = models.CharField(max_length=PATH_LENGTH)
    place = models.CharField(max_length=50, db_index=True)
    head = models.CharField(max_length=32)
    head_size = models.PositiveIntegerField()
    offset = models.PositiveBigIntegerField()
    in_long_line = models.BooleanField(default=False)
    """Whether the offset is inside a line that is too long, and counted as such already."""
    settled = models.CharField(max_length=100, blank=True)
    """Place, size and time of the file when it had been read to its end."""
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager[LogFile]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.path} up to {self.offset}"


class DayTotal(models.Model):
    """A day of the shop's calendar. Its `visitors` are final once it is closed; `robots` come on top of `views`."""

    day = models.DateField(primary_key=True)
    views = models.PositiveBigIntegerField(default=0, db_default=0)
    visitors = models.PositiveBigIntegerField(default=0, db_default=0)
    robots = models.PositiveBigIntegerField(default=0, db_default=0)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[DayTotal]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.day}: {self.views}"


class HourTotal(models.Model):
    """An hour of that calendar, by its beginning."""

    hour = models.DateTimeField(primary_key=True)
    views = models.PositiveBigIntegerField(default=0, db_default=0)
    visitors = models.PositiveBigIntegerField(default=0, db_default=0)

    objects: ClassVar[models.Manager[HourTotal]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.hour}: {self.views}"


class PageDay(models.Model):
    """The views of one page on one day. Of a listing it holds the number alone (its title, and so its address, change).

    `leading` marks the most seen ones of a closed day: lists over a long time look at these first.
    """

    day = models.DateField()
    listing = models.PositiveBigIntegerField(default=0)
    path = models.CharField(max_length=PATH_LENGTH, blank=True)
    views = models.PositiveBigIntegerField()
    leading = models.BooleanField(default=False, db_default=False)

    objects: ClassVar[models.Manager[PageDay]] = models.Manager()

    class Meta:
        constraints = (models.UniqueConstraint(name="page_once_a_day", fields=["day", "listing", "path"]),)
        indexes = (
            models.Index(name="days_of_a_listing", fields=["listing", "day"], condition=Q(listing__gt=0)),
            models.Index(name="days_of_a_page", fields=["path", "day"], condition=Q(listing=0)),
            models.Index(name="leading_of_a_day", fields=["day"], condition=Q(leading=True)),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.path or self.listing}: {self.views}"


class PageHour(models.Model):
    """The same for one hour, kept for some days only."""

    hour = models.DateTimeField()
    listing = models.PositiveBigIntegerField(default=0)
    path = models.CharField(max_length=PATH_LENGTH, blank=True)
    views = models.PositiveBigIntegerField()

    objects: ClassVar[models.Manager[PageHour]] = models.Manager()

    class Meta:
        constraints = (models.UniqueConstraint(name="page_once_an_hour", fields=["hour", "listing", "path"]),)
        indexes = (models.Index(name="hours_of_a_listing", fields=["listing", "hour"], condition=Q(listing__gt=0)),)

    def __str__(self) -> str:
        return f"{self.hour} {self.path or self.listing}: {self.views}"


class SourceDay(models.Model):
    """Where the views of a day came from: the host that links here, the kind of device, the country."""

    class Kind(models.TextChoices):
        """What is told."""

        REFERRER = "referrer"
        DEVICE = "device"
        COUNTRY = "country"

    day = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    views = models.PositiveBigIntegerField()

    objects: ClassVar[models.Manager[SourceDay]] = models.Manager()

    class Meta:
        constraints = (models.UniqueConstraint(name="source_once_a_day", fields=["day", "kind", "name"]),)

    def __str__(self) -> str:
        return f"{self.day} {self.name}: {self.views}"


class Visitor(models.Model):
    """Somebody who came today, by a digest under the salt of the day: gone when the day is closed."""

    digest = models.BigIntegerField(primary_key=True)
    day = models.DateField()
    hours = models.PositiveBigIntegerField()
    """In which hours of the day, as bits."""
    minute = models.PositiveBigIntegerField()
    in_minute = models.PositiveIntegerField()
    """How many pages in the last minute that somebody was seen: too many are a robot's."""
    is_robot = models.BooleanField()

    objects: ClassVar[models.Manager[Visitor]] = models.Manager()

    def __str__(self) -> str:
        return f"somebody on {self.day}"
