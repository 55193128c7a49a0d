"""What the catalogue tells of people in the admin: how much they have for sale, and what they ever listed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from cms.accounts.directory import EXCERPT_ROWS, Excerpt, Figure, Panel
from cms.accounts.language import amount
from cms.catalog.models import Listing
from cms.catalog.services import status_of, with_status
from cms.catalog.status_names import STATUS_NAMES
from cms.contract.records import ListingStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.db.models.expressions import Combinable

    from cms.accounts.models import User


_BEFORE_ALL = datetime(1970, 1, 2, tzinfo=UTC)


def _live_of(ids: Collection[int]) -> Mapping[int, int]:
    live = Listing.objects.filter(seller_id__in=ids, live=True, availability__status=ListingStatus.LIVE)
    return dict(live.order_by().values_list("seller_id").annotate(Count("pk")))


def _by_live() -> Combinable:
    # What is live was published: saying so leads SQLite to the index of live listings, which is twice as quick.
    live = Listing.objects.filter(
        seller_id=OuterRef("pk"),
        live=True,
        published_at__gt=_BEFORE_ALL,
        availability__status=ListingStatus.LIVE,
    )
    count = live.order_by().values("seller_id").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)


def _listings_of(person: User) -> Excerpt:
    listings = Listing.objects.filter(seller=person)
    newest = with_status(listings).order_by(F("published_at").desc(nulls_last=True), "-pk")[:EXCERPT_ROWS]
    return Excerpt(
        columns=(
            Column("title", label=_("Title")),
            Column("price", label=_("Price"), accessor=lambda one: amount(one.price)),
            Column("status", label=_("Status"), accessor=lambda one: STATUS_NAMES[status_of(one)]),
            DateColumn("published_at", label=_("Published")),
        ),
        rows=list(newest),
        total=listings.count(),
        all_url=f"{reverse('listings:list')}?{urlencode({'seller': person.label})}",
    )


PARTS = (
    Figure(name="listings", label=_("Live listings"), tell=_live_of, rank=_by_live, order=10),
    Panel(
        name="listings",
        label=_("Listings"),
        icon="tag",
        needs="catalog.view_listing",
        show=_listings_of,
        empty=_("Nothing for sale, now or before."),
        order=10,
    ),
)
