"""A cart and its lines. It holds no stock: only an order does."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.contract.money import MAX_CENTS, Money

MOST_PIECES = 999
"""Of one listing in a cart."""


class Cart(models.Model):
    """Of a person, or of a guest whose session knows the token. `changed_at` is when it was last touched."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    token = models.CharField(max_length=43, null=True, blank=True, unique=True)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(name="cart_forgotten", fields=["changed_at"], condition=Q(token__isnull=False)),)
        constraints = (
            models.CheckConstraint(
                name="cart_of_a_person_or_a_guest",
                condition=Q(user__isnull=False, token__isnull=True) | Q(user__isnull=True, token__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"cart of user {self.user_id}" if self.user_id else "cart of a guest"


class CartLine(models.Model):
    """Some pieces of a listing, with the title and price that were seen when it came in or when they were accepted.

    The listing may be deleted: then the line still says what it was.
    """

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    listing = models.ForeignKey("catalog.Listing", on_delete=models.SET_NULL, null=True, related_name="+")
    quantity = models.PositiveIntegerField()
    price_cents = models.PositiveBigIntegerField()
    title = models.CharField(max_length=120)
    added_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="listing_once_in_a_cart", fields=["cart", "listing"]),
            models.CheckConstraint(
                name="cart_line_has_pieces", condition=Q(quantity__gte=1, quantity__lte=MOST_PIECES)
            ),
            models.CheckConstraint(name="cart_line_price_in_range", condition=Q(price_cents__lte=MAX_CENTS)),
        )

    def __str__(self) -> str:
        return f"{self.quantity} × {self.title}"

    @property
    def seen_price(self) -> Money:
        """The price of one piece that the shopper knows."""
        return Money(self.price_cents)
