"""Categories, listings, availability and photos."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinLengthValidator
from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from cms.contract.money import MAX_CENTS, Money
from cms.contract.records import Condition, ListingStatus


class Category(models.Model):
    """A node of the tree of goods. `slug_path` (slugs from the root on, joined by /) follows from slug and parent;
    services.py keeps it."""

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    slug = models.SlugField(max_length=60)
    slug_path = models.CharField(max_length=400, unique=True, editable=False)
    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "name", "id")
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


class CategorySlugHistory(models.Model):
    """An address a category had; asked for, it answers 301 to the present one."""

    slug_path = models.CharField(max_length=400, unique=True)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="slug_history")

    def __str__(self) -> str:
        return self.slug_path


class Listing(  # type: ignore[django-manager-missing]
    WorkflowMixin,
    PreviewableMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    index.Indexed,
    ClusterableModel,
):
    """A good somebody sells: content only, with drafts, revisions, locks, workflow and preview.

    What orders and the clock move lies in Availability. `published_at` orders lists; it is stored here beside
    category and seller so that one index serves each list, and no revision ever writes it back.
    """

    title = models.CharField(max_length=120, validators=[MinLengthValidator(3)])
    slug = models.SlugField(max_length=60, editable=False)
    description = models.TextField(max_length=8000)
    price_cents = models.PositiveBigIntegerField(validators=[MaxValueValidator(MAX_CENTS)])
    negotiable = models.BooleanField(default=False)
    condition = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in Condition], default=Condition.GOOD
    )
    city = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="listings")
    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="listings")
    key = models.CharField(max_length=60, unique=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    revisions = GenericRelation("wagtailcore.Revision", related_query_name="listing")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="listing",
        for_concrete_model=False,
    )

    class Meta:
        indexes = (
            models.Index(fields=["published_at", "id"], name="listing_all", condition=Q(live=True)),
            models.Index(fields=["category", "published_at", "id"], name="listing_category", condition=Q(live=True)),
            models.Index(fields=["seller", "published_at", "id"], name="listing_seller", condition=Q(live=True)),
        )
        constraints = (
            models.CheckConstraint(name="price_in_range", condition=Q(price_cents__lte=MAX_CENTS)),
            models.CheckConstraint(
                name="live_has_a_place_in_lists", condition=Q(live=False) | Q(published_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def price(self) -> Money:
        """The price as money."""
        return Money(self.price_cents)


class ListingSlugHistory(models.Model):
    """A slug a listing had; not needed to find it (the id does), kept for the record of old addresses."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="slug_history")
    slug = models.SlugField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["listing", "slug"], name="a_listing_had_a_slug_once"),)

    def __str__(self) -> str:
        return self.slug


class Availability(models.Model):
    """What orders, sellers and the clock move: never part of a revision.

    0 <= reserved <= stock. `ended_at` is when the status left live. `retired_at` is when the clock took the
    page of an ended listing down.
    """

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, primary_key=True, related_name="availability")
    status = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in ListingStatus if one not in ("draft", "in-review")],
        default=ListingStatus.LIVE,
    )
    stock = models.PositiveIntegerField(default=1)
    reserved = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "availabilities"
        constraints = (
            models.CheckConstraint(name="reserved_within_stock", condition=Q(reserved__lte=F("stock"))),
            models.CheckConstraint(
                name="availability_status_known",
                condition=Q(status__in=["live", "sold", "expired", "withdrawn", "suspended"]),
            ),
            models.CheckConstraint(
                name="ended_when_not_live", condition=Q(status="live", ended_at__isnull=True) | ~Q(status="live")
            ),
        )

    def __str__(self) -> str:
        return f"{self.status}, {self.stock - self.reserved} of {self.stock}"


class Photo(Orderable):
    """One of up to three photos of a listing. Part of the listing's revisions."""

    listing = ParentalKey(Listing, on_delete=models.CASCADE, related_name="photos")
    picture = models.ForeignKey("pictures.Picture", on_delete=models.PROTECT, related_name="photos")
    alt = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return self.alt or str(self.pk)
