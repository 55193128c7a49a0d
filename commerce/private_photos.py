"""A photo that two people show each other: kept in the database, beside what it belongs to, seen by nobody else."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models


class PhotoManager(models.Manager["Any"]):
    """Photos without their bytes, which are read only where they are shown."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """All but the bytes."""
        return super().get_queryset().defer("content")


class PrivatePhoto(models.Model):
    """A photo that somebody sent; a model of each package says what it belongs to.

    It is there, seen by its sender alone, while a form is typed, and belongs to something once that is sent.
    """

    OWNER: ClassVar[str]
    """The name of the field that says what it belongs to."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()
    digest = models.CharField(max_length=32)
    """Of what was sent: the same photo again is known by it."""
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager[Self]] = PhotoManager()

    class Meta:
        abstract = True
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"photo {self.pk}"
