"""Photos that go with words about what went wrong."""

from __future__ import annotations

from django.db import models

from commerce.orders.models.event import OrderEvent
from commerce.private_photos import PrivatePhoto


class EventPhoto(PrivatePhoto):
    """What one side shows to the other and to the team; without an event while the form is typed."""

    OWNER = "event"

    event = models.ForeignKey(OrderEvent, on_delete=models.PROTECT, null=True, blank=True, related_name="photos")

    class Meta(PrivatePhoto.Meta):
        abstract = False
