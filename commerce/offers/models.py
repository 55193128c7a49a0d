"""An offer of one buyer for one piece of one listing, the amounts that were named, and sellers' rules."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cms.contract.money import Money
from commerce.offers.machine import OPEN_STATES, Actor, State

_OPEN = sorted(one.value for one in OPEN_STATES)


class Offer(models.Model):
    """`amount_cents` is the amount that stands; `price_cents` what everybody else paid when it began.

    `rounds` counts the amounts that were named, `deadline` is when the clock ends it.
    """

    listing = models.ForeignKey("catalog.Listing", on_delete=models.CASCADE, related_name="+")
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    order = models.ForeignKey("shop_orders.Order", on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in State], default=State.PROPOSED)
    price_cents = models.PositiveBigIntegerField()
    amount_cents = models.PositiveBigIntegerField()
    rounds = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Offer]] = models.Manager()

    class Meta:
        ordering = ("-changed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="one_open_offer_for_a_listing", fields=["buyer", "listing"], condition=Q(state__in=_OPEN)
            ),
            models.CheckConstraint(name="offer_of_two_people", condition=~Q(buyer=F("seller"))),
            models.CheckConstraint(name="offer_state_known", condition=Q(state__in=[one.value for one in State])),
            models.CheckConstraint(
                name="offer_deadline_while_open",
                condition=Q(state__in=_OPEN, deadline__isnull=False) | (~Q(state__in=_OPEN) & Q(deadline__isnull=True)),
            ),
            models.CheckConstraint(name="offer_below_price", condition=Q(amount_cents__lt=F("price_cents"))),
        )
        indexes = (
            models.Index(name="offer_due", fields=["deadline"], condition=Q(deadline__isnull=False)),
            models.Index(name="offers_of_seller", fields=["seller", "state"]),
        )

    def __str__(self) -> str:
        return f"{self.amount.euros} for {self.title}"

    @property
    def path(self) -> str:
        """Its page, for both sides."""
        return f"/offers/{self.pk}"

    @property
    def amount(self) -> Money:
        """What stands."""
        return Money(self.amount_cents)

    @property
    def price(self) -> Money:
        """What it was compared with."""
        return Money(self.price_cents)

    def side_of(self, person_id: int | None) -> Actor | None:
        """Who this person is in it; None for a stranger."""
        return None if person_id is None else {self.seller_id: Actor.SELLER, self.buyer_id: Actor.BUYER}.get(person_id)


class OfferEvent(models.Model):
    """Who did what, and which amount stood afterwards."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="events")
    action = models.CharField(max_length=10)
    actor = models.CharField(max_length=8)
    amount_cents = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[OfferEvent]] = models.Manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.action} by {self.actor}"

    @property
    def amount(self) -> Money:
        """What stood afterwards."""
        return Money(self.amount_cents)


class OfferRule(models.Model):
    """What the seller of a listing answers without looking. Nobody else ever sees the amounts."""

    listing = models.OneToOneField("catalog.Listing", on_delete=models.CASCADE, primary_key=True, related_name="+")
    accept_from_cents = models.PositiveBigIntegerField(null=True, blank=True)
    decline_below_cents = models.PositiveBigIntegerField(null=True, blank=True)

    objects: ClassVar[models.Manager[OfferRule]] = models.Manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="rule_says_something",
                condition=Q(accept_from_cents__isnull=False) | Q(decline_below_cents__isnull=False),
            ),
            models.CheckConstraint(
                name="rule_gives_one_answer",
                condition=Q(accept_from_cents__isnull=True)
                | Q(decline_below_cents__isnull=True)
                | Q(decline_below_cents__lte=F("accept_from_cents")),
            ),
        )

    def __str__(self) -> str:
        return f"rule of listing {self.listing_id}"

    @property
    def accept_from(self) -> Money | None:
        """From this amount on the answer is yes."""
        return None if self.accept_from_cents is None else Money(self.accept_from_cents)

    @property
    def decline_below(self) -> Money | None:
        """Below this amount the answer is no."""
        return None if self.decline_below_cents is None else Money(self.decline_below_cents)
