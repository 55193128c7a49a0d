"""What the two sides of a completed order say about each other."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _


class Review(models.Model):
    """One for each side of an order. Nobody reads it before both have written, or the time for it is over.

    One that was removed stays here, with who removed it and why.
    """

    LENGTH = 1000

    order = models.ForeignKey(
        "shop_orders.Order", on_delete=models.PROTECT, related_name="reviews", verbose_name=_("order")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews_written", verbose_name=_("written by")
    )
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews_received", verbose_name=_("about")
    )
    about_seller = models.BooleanField()
    """Whether the one who is reviewed was the seller."""
    stars = models.PositiveSmallIntegerField(_("stars"))
    text = models.TextField(_("text"), max_length=LENGTH, blank=True)
    written_at = models.DateTimeField(_("written at"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    reply = models.TextField(_("reply"), max_length=LENGTH, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("removed by"),
    )
    removal_reason = models.TextField(_("removal reason"), max_length=LENGTH, blank=True)

    objects: ClassVar[models.Manager[Review]] = models.Manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(name="review_once", fields=["order", "author"]),
            models.CheckConstraint(name="review_of_one_to_five", condition=Q(stars__gte=1, stars__lte=5)),
            models.CheckConstraint(name="review_of_somebody_else", condition=~Q(author=F("subject"))),
            models.CheckConstraint(
                name="review_reply_after_publication", condition=Q(reply="") | Q(published_at__isnull=False)
            ),
            models.CheckConstraint(
                name="review_removed_with_reason",
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, removal_reason="")
                | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removal_reason="")),
            ),
            models.CheckConstraint(
                name="review_removed_by_others", condition=Q(removed_by__isnull=True) | ~Q(removed_by=F("subject"))
            ),
        )
        indexes = (
            models.Index(fields=["subject", "about_seller", "published_at"], name="review_about"),
            models.Index(fields=["written_at"], condition=Q(published_at__isnull=True), name="review_hidden"),
        )

    def __str__(self) -> str:
        return _now("Review %(number)d") % {"number": self.pk}

    @property
    def is_shown(self) -> bool:
        """Whether others can read it."""
        return self.published_at is not None and self.removed_at is None


class Standing(models.Model):
    """When what everybody sees of a seller was last counted."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="standing"
    )
    counted_at = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager[Standing]] = models.Manager()

    def __str__(self) -> str:
        return f"standing of {self.person_id}"
