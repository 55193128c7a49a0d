"""What programs of a person log in with."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Token(models.Model):
    """A personal access token. Only the keyed hash of it is stored; `fingerprint` is of the password it dies with."""

    NAME_LENGTH = 60

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=NAME_LENGTH)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Token]] = models.Manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (models.CheckConstraint(name="token_ends", condition=Q(expires_at__gt=F("made_at"))),)

    def __str__(self) -> str:
        return self.name
