"""A good somebody sells: content only. What orders and the clock move lies in Availability."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinLengthValidator
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, Revision, RevisionMixin, WorkflowMixin
from wagtail.search import index

from cms.accounts.names import refuse_control_characters, refuse_unseen
from cms.accounts.places import check_postcode, check_town
from cms.catalog.models.category import Category
from cms.catalog.models.photo import MAX_PHOTOS, Photo
from cms.catalog.search.fields import FoldedBeginnings, FoldedField
from cms.contract.addresses import slug_of
from cms.contract.money import MAX_CENTS, Money
from cms.contract.records import Condition

CONDITION_NAMES = {
    Condition.NEW: _("New"),
    Condition.LIKE_NEW: _("Like new"),
    Condition.GOOD: _("Good"),
    Condition.FAIR: _("Fair"),
    Condition.FOR_PARTS: _("For parts"),
}


_CHECKS = {
    "title": refuse_unseen,
    "city": check_town,
    "postcode": check_postcode,
    "description": refuse_control_characters,
}


def new_key() -> str:
    """A key that no workbook gave: short, unique, easily told from one that people chose."""
    return f"L-{secrets.token_hex(6)}"


class Listing(
    WorkflowMixin,
    PreviewableMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    index.Indexed,
    ClusterableModel,
):
    """Has drafts, revisions, locks, workflow and preview.

    `published_at` orders lists; it is stored here beside category and seller so that one index serves each list. It is
    set once, when the listing first goes live, and no revision ever writes it back. `slug` follows from the title.
    """

    title = models.CharField(_("title"), max_length=120, validators=[MinLengthValidator(3)])
    slug = models.SlugField(_("slug"), max_length=60, editable=False)
    description = models.TextField(_("description"), max_length=8000, validators=[MaxLengthValidator(8000)])
    price_cents = models.PositiveBigIntegerField(_("price"), validators=[MaxValueValidator(MAX_CENTS)])
    negotiable = models.BooleanField(_("negotiable"), default=False)
    condition = models.CharField(
        _("condition"),
        max_length=10,
        choices=[(one.value, name) for one, name in CONDITION_NAMES.items()],
        default=Condition.GOOD,
    )
    city = models.CharField(_("city"), max_length=80, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="listings", verbose_name=_("category")
    )
    seller = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="listings", verbose_name=_("seller")
    )
    key = models.CharField(max_length=60, unique=True, editable=False, default=new_key)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager[Listing]] = models.Manager()

    revisions = GenericRelation("wagtailcore.Revision", related_query_name="listing")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="listing",
        for_concrete_model=False,
    )

    search_fields = [
        FoldedField("title", boost=10),
        FoldedBeginnings("title"),
        FoldedField("description"),
        index.SearchField("key"),
        index.FilterField("live"),
        index.FilterField("category_id"),
        index.FilterField("seller_id"),
        index.FilterField("condition"),
        index.FilterField("price_cents"),
        index.FilterField("published_at"),
    ]

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        indexes = (
            models.Index(fields=["published_at", "id"], name="listing_all", condition=Q(live=True)),
            models.Index(fields=["category", "published_at", "id"], name="listing_category", condition=Q(live=True)),
            models.Index(fields=["seller", "published_at", "id"], name="listing_seller", condition=Q(live=True)),
            models.Index(fields=["price_cents", "published_at", "id"], name="listing_price", condition=Q(live=True)),
            models.Index(fields=["city"], name="listing_city", condition=Q(live=True)),
            models.Index(fields=["id"], name="listing_changed", condition=Q(live=True, has_unpublished_changes=True)),
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

    @property
    def path(self) -> str:
        """`/listing/<id>-<slug>`."""
        return f"/listing/{self.pk}-{self.slug}"

    def derive_fields(self) -> None:
        """Fill what follows from other fields; only bulk inserts need to call it themselves."""
        self.slug = slug_of(self.title, otherwise="listing")
        self._settle_price()
        if self.live and self.published_at is None:
            self.published_at = self.last_published_at or timezone.now()

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Validate, with the slug that follows from the title."""
        self.slug = slug_of(self.title, otherwise="listing")
        self._settle_price()
        super().full_clean(*args, **kwargs)

    def _settle_price(self) -> None:
        """What is given away has no price to talk about; one that is dear again, later, is fixed."""
        self.negotiable = self.negotiable and self.price_cents != 0

    def clean(self) -> None:
        """Raise ValidationError for texts that cannot be shown, and when there are too many photos."""
        super().clean()
        wrong: dict[str, ValidationError] = {}
        for name, check in _CHECKS.items():
            try:
                check(getattr(self, name))
            except ValidationError as error:
                wrong[name] = error
        if wrong:
            raise ValidationError(wrong)
        if len(self.photos.all()) > MAX_PHOTOS:
            raise ValidationError(_now("A listing has at most %(max_photos)s photos.") % {"max_photos": MAX_PHOTOS})

    def save(self, **kwargs: Any) -> None:
        """Save the listing with its photos, all or nothing."""
        self.derive_fields()
        with transaction.atomic():
            self._make_room_for_photos()
            super().save(**kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Listing:
        """Give the listing with the content of a revision; what no revision may change stays as it is."""
        listing: Listing = super().with_content_json(content)
        listing.published_at = self.published_at
        listing.live_revision_id = self.live_revision_id
        listing.key = self.key
        return listing

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Put a revision before the buyers. Every way of publishing comes through here: form, workflow, schedule."""
        with transaction.atomic():
            self._keep_what_is_live(revision)
            super().publish(revision, *args, **kwargs)
            now_called = Listing.objects.values_list("slug", flat=True).get(pk=self.pk)
            if (self.live or self.first_published_at) and now_called != self.slug:
                ListingSlugHistory.objects.get_or_create(listing=self, slug=self.slug)

    def _keep_what_is_live(self, revision: Revision) -> None:
        """Give what is live a revision before another one is scheduled.

        Imported listings have none, and what has none is taken off by Wagtail until the time comes.
        """
        stored = Listing.objects.get(pk=self.pk)
        begins = revision.as_object().go_live_at
        if not stored.live or stored.live_revision_id is not None or begins is None or begins <= timezone.now():
            return
        kept = Revision.objects.create(
            content_object=stored,
            base_content_type=stored.get_base_content_type(),
            content=stored.serializable_data(),
            object_str=str(stored)[:255],
            created_at=revision.created_at - timedelta(microseconds=1),
        )
        Listing.objects.filter(pk=self.pk).update(live_revision=kept)
        revision.content_object.live_revision = kept  # Of which Wagtail makes what it publishes.

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:  # noqa: ARG002 (Wagtail's signature)
        """The page as the shop would show it, made by the generator."""
        render = import_string(settings.PREVIEW_RENDERER)
        return HttpResponse(render("listing", self, request))

    def _make_room_for_photos(self) -> None:
        """Number the photos anew, and take out those that change places: two may not be in one place for a moment."""
        edited = getattr(self, "_cluster_related_objects", {}).get("photos")
        if not edited:
            return
        edited.sort(key=lambda photo: photo.sort_order)
        for place, photo in enumerate(edited):
            photo.sort_order = place
        places = {photo.pk: photo.sort_order for photo in edited if photo.pk}
        stored = Photo.objects.filter(listing_id=self.pk, pk__in=places)
        moved = [pk for pk, place in stored.values_list("pk", "sort_order") if places[pk] != place]
        Photo.objects.filter(pk__in=moved).delete()  # They are inserted again, under the same id, at the new place.


class ListingSlugHistory(models.Model):
    """A slug a listing had; not needed to find it (the id does), kept for the record of old addresses."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="slug_history")
    slug = models.SlugField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["listing", "slug"], name="a_listing_had_a_slug_once"),)

    def __str__(self) -> str:
        return self.slug
