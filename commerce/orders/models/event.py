"""What happened to an order, in order; and which reminders went out. Nothing here is ever changed."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models

from commerce.orders.models.order import Order


class EventQuerySet(models.QuerySet["OrderEvent"]):
    """Reads and appends."""

    def update(self, **_fields: Any) -> NoReturn:
        """Events stay as they are. Raises TypeError."""
        raise TypeError("what happened cannot be changed")

    def delete(self) -> NoReturn:
        """Events stay. Raises TypeError."""
        raise TypeError("what happened cannot be deleted")


class OrderEvent(models.Model):
    """Who did what, when, from which state to which."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="events")
    action = models.CharField(max_length=20)
    actor = models.CharField(max_length=8)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=12, blank=True)
    target = models.CharField(max_length=12)
    reason = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[OrderEvent]] = EventQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(name="event_of_action", fields=["action", "order"]),)

    def __str__(self) -> str:
        return f"{self.order_id}: {self.action} by {self.actor}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append it. Raises TypeError for one that is stored already."""
        if not self._state.adding:
            raise TypeError("what happened cannot be changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Events stay. Raises TypeError."""
        raise TypeError("what happened cannot be deleted")


class Reminder(models.Model):
    """One that was sent: for this order, of this kind, about this time. Another time is another reminder."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=24)
    about = models.DateTimeField()

    objects: ClassVar[models.Manager[Reminder]] = models.Manager()

    class Meta:
        constraints = (models.UniqueConstraint(name="reminded_once", fields=["order", "kind", "about"]),)

    def __str__(self) -> str:
        return f"{self.order_id}: {self.kind}"
