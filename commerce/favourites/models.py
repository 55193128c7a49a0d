"""A listing that somebody keeps an eye on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Favourite(models.Model):
    """Of a person, or of a guest whose session knows the token. `title` is what it was called when it was saved."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    token = models.CharField(max_length=43, null=True, blank=True)
    listing = models.ForeignKey("catalog.Listing", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    added_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(name="favourite_forgotten", fields=["added_at"], condition=Q(token__isnull=False)),)
        constraints = (
            models.UniqueConstraint(name="favourite_of_a_person_once", fields=["user", "listing"]),
            models.UniqueConstraint(name="favourite_of_a_guest_once", fields=["token", "listing"]),
            models.CheckConstraint(
                name="favourite_of_a_person_or_a_guest",
                condition=Q(user__isnull=False, token__isnull=True) | Q(user__isnull=True, token__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title
