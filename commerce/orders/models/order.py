"""An order of one buyer at one seller, and what it is for, as it was when it was made."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.contract.money import Money
from cms.contract.records import PictureRecord
from commerce.orders.machine import CLOSED_STATES, Actor, Appeal, Reason, State, Terms

_CLOSED = sorted(one.value for one in CLOSED_STATES)


class Order(models.Model):
    """Shown to both sides by its number (`O-000017`). `deadline` is when the clock acts.

    There is no "paid": cash was received, how much and when. `spoke` is the side that said alone that the deal was
    made, or that the other did not come. `key` comes with the form, so that sending it twice orders once.
    """

    NOTE_LENGTH = 1000

    number = models.PositiveIntegerField(unique=True, editable=False)
    key = models.CharField(max_length=64, editable=False)
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders_bought")
    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders_sold")
    buyer_name = models.CharField(max_length=150)
    seller_name = models.CharField(max_length=150)
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in State], default=State.REQUESTED)
    reason = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Reason])
    note = models.TextField(blank=True)
    items_cents = models.PositiveBigIntegerField()
    rounding_cents = models.SmallIntegerField(default=0)
    total_cents = models.PositiveBigIntegerField()
    terms = models.JSONField(default=dict)
    placed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True, blank=True)
    meeting_changes = models.PositiveSmallIntegerField(default=0)
    spoke = models.CharField(max_length=8, blank=True, choices=[(one, one) for one in ("buyer", "seller")])
    late = models.BooleanField(default=False)
    """It was called off shortly before the meeting."""
    buyer_confirmed_at = models.DateTimeField(null=True, blank=True)
    seller_confirmed_at = models.DateTimeField(null=True, blank=True)
    received_cents = models.PositiveBigIntegerField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    complained_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    """When an operator first decided about a dispute."""
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    appeal = models.CharField(max_length=8, blank=True, choices=[(one.value, one.value) for one in Appeal])
    appeal_until = models.DateTimeField(null=True, blank=True)
    """When the clock lets the decision stand, while an appeal waits."""

    objects: ClassVar[models.Manager[Order]] = models.Manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(name="order_key_once", fields=["buyer", "key", "seller"]),
            models.CheckConstraint(name="order_of_two_people", condition=~Q(buyer=F("seller"))),
            models.CheckConstraint(name="order_state_known", condition=Q(state__in=[one.value for one in State])),
            models.CheckConstraint(
                name="order_deadline_while_open",
                condition=Q(state__in=_CLOSED, deadline__isnull=True)
                | (~Q(state__in=_CLOSED) & Q(deadline__isnull=False)),
            ),
            models.CheckConstraint(
                name="order_reason_when_cancelled",
                condition=~Q(state="cancelled", reason="") & (Q(state__in=["cancelled", "no_show"]) | Q(reason="")),
            ),
            models.CheckConstraint(
                name="order_cash_when_completed",
                condition=Q(state="completed", received_cents__isnull=False, received_at__isnull=False)
                | (~Q(state="completed") & Q(received_cents__isnull=True, received_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="order_appeal_after_decision",
                condition=Q(appeal="") | Q(state__in=_CLOSED, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="order_appeal_has_its_time",
                condition=Q(appeal="waits", appeal_until__isnull=False)
                | (~Q(appeal="waits") & Q(appeal_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="order_total_adds_up", condition=Q(total_cents=F("items_cents") + F("rounding_cents"))
            ),
        )
        indexes = (
            models.Index(name="order_due", fields=["deadline"], condition=Q(deadline__isnull=False)),
            models.Index(name="order_in_state", fields=["state", "deadline"]),
            models.Index(name="order_complaint", fields=["complained_at"], condition=Q(complained_at__isnull=False)),
            models.Index(name="order_appealed", fields=["appeal_until"], condition=Q(appeal_until__isnull=False)),
            models.Index(name="order_of_buyer", fields=["buyer", "state"]),
            models.Index(name="order_of_seller", fields=["seller", "state"]),
            # What the dashboard adds up: each holds all that is asked for.
            models.Index(name="order_placed", fields=["placed_at", "state"]),
            models.Index(
                name="order_received", fields=["received_at", "received_cents"], condition=Q(received_at__isnull=False)
            ),
            models.Index(name="order_reason", fields=["reason", "changed_at"], condition=Q(state="cancelled")),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as people see it."""
        return f"O-{self.number:06d}"

    @property
    def path(self) -> str:
        """Its page, for both sides."""
        return f"/orders/{self.label}"

    @property
    def total(self) -> Money:
        """What the buyer brings."""
        return Money(self.total_cents)

    @property
    def items(self) -> Money:
        """The sum of the lines, before it is rounded."""
        return Money(self.items_cents)

    @property
    def agreed_terms(self) -> Terms:
        """The times that hold for it."""
        return Terms.of(self.terms)

    def side_of(self, person_id: int | None) -> Actor | None:
        """Who this person is in the deal; None for a stranger."""
        if person_id is None:
            return None
        return {self.seller_id: Actor.SELLER, self.buyer_id: Actor.BUYER}.get(person_id)


class OrderLine(models.Model):
    """One good in it: everything that both sides may need to look up later is copied."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    listing = models.ForeignKey("catalog.Listing", on_delete=models.PROTECT, related_name="order_lines")
    title = models.CharField(max_length=200)
    price_cents = models.PositiveBigIntegerField()
    quantity = models.PositiveIntegerField(default=1)
    condition = models.CharField(max_length=12)
    description = models.TextField(blank=True)
    photo = models.JSONField(null=True, blank=True)

    objects: ClassVar[models.Manager[OrderLine]] = models.Manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="order_line_once", fields=["order", "listing"]),
            models.CheckConstraint(name="order_line_of_some", condition=Q(quantity__gte=1)),
        )

    def __str__(self) -> str:
        return f"{self.quantity} × {self.title}"

    @property
    def price(self) -> Money:
        """For one piece."""
        return Money(self.price_cents)

    @property
    def sum(self) -> Money:
        """For all pieces."""
        return self.price * self.quantity

    @property
    def picture(self) -> PictureRecord | None:
        """The first photo as it was."""
        if not self.photo:
            return None
        stored: dict[str, Any] = dict(self.photo)
        return PictureRecord(**{**stored, "widths": tuple(stored["widths"])})
