"""The outbox itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Change(models.Model):
    """Something that pages show has changed. A set, not a log: on PostgreSQL a smaller id can be committed later.

    Written by triggers (and outbox.note), read and emptied by outbox.py. The id is never used twice.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=100)

    objects: ClassVar[models.Manager[Change]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
