"""The outbox itself, and what became of that which went through it: for the people who wait for it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """Something that pages show has changed. A set, not a log: on PostgreSQL a smaller id can be committed later.

    Written by triggers (and outbox.note), read and emptied by outbox.py. The id is never used twice. `noted_at` is
    the database's clock at the statement that made the change.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=100)
    noted_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[models.Manager[Change]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class Publication(models.Model):
    """What the publisher did with some changes that it read together: they are live, or cannot be rendered.

    A burst is one row. `kind` and `key` name the thing when it was one thing, `title` says in words what it was.
    A failed one stands until its changes (the first of which is `first_change`) are live or are tried again.
    """

    class State(models.TextChoices):
        """How it went."""

        LIVE = "live", _("Live")
        FAILED = "failed", _("Not published")

    state = models.CharField(max_length=10, choices=State.choices)
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    things = models.PositiveIntegerField(default=1)
    first_change = models.BigIntegerField()
    queued_at = models.DateTimeField()
    """When the first of the changes was noted."""
    last_queued_at = models.DateTimeField()
    ended_at = models.DateTimeField(db_default=Now())
    outputs = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    """What the publisher took, without the wait."""
    reason = models.TextField(blank=True)

    objects: ClassVar[models.Manager[Publication]] = models.Manager()

    class Meta:
        indexes = (models.Index(fields=["last_queued_at"], name="publication_queued"),)

    def __str__(self) -> str:
        return f"{self.title}: {self.state}"


class PublisherState(models.Model):
    """What the publisher is at: one row, there from the first time that it says something."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    phase = models.CharField(max_length=20, default="idle")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    """Removals that wait for a person."""
    trouble = models.TextField(blank=True)
    """Why nothing at all can be published at present; empty when it can."""
    seen_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[PublisherState]] = models.Manager()

    def __str__(self) -> str:
        return self.phase
