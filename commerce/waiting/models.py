"""Places in the waiting lists of listings."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Place(models.Model):
    """Somebody waits for a listing; lists go by `id`. With `promised_until` one piece is held for them until then.

    Whoever changes places of a listing has its stock locked: see services. What is over is deleted.
    """

    listing = models.ForeignKey("catalog.Listing", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    joined_at = models.DateTimeField()
    promised_until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Place]] = models.Manager()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(name="one_place_in_a_waiting_list", fields=["listing", "person"]),)
        indexes = (
            models.Index(name="promised_until", fields=["promised_until"], condition=Q(promised_until__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.person_id} waits for {self.title}"
