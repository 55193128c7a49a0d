"""One small change of each kind, always the same, for tests that break its publication at every point."""

from __future__ import annotations

from collections.abc import Callable

from cms.catalog import services
from cms.catalog.models import Category, Listing
from cms.contract.money import Money
from cms.contract.records import ListingStatus
from cms.site.models import GeneralSettings
from tests.properties.edits.memory import BEGIN


def _newest() -> Listing:
    return Listing.objects.filter(live=True, availability__status="live").order_by("-published_at", "-pk")[2]


def price() -> None:
    """Pages are replaced, none comes or goes."""
    Listing.objects.filter(pk=_newest().pk).update(price_cents=4711)


def title() -> None:
    """One page comes, one goes, others change their links."""
    listing = _newest()
    listing.title = "Another name"
    listing.save()


def new() -> None:
    """One page comes."""
    sample = _newest()
    listing = services.create_listing(
        seller_id=sample.seller_id,
        category_id=sample.category_id,
        title="New",
        description="New.",
        price=Money(100),
    )
    services.publish_listing(listing.pk, now=BEGIN)


def withdrawn() -> None:
    """One page goes."""
    services.end_listing(_newest().pk, ListingStatus.WITHDRAWN, now=BEGIN)


def category() -> None:
    """Pages come and go that others, and not the chrome, link to."""
    services.rename_category(Category.objects.get(slug="tables").pk, name="Desks", slug="desks")


def tagline() -> None:
    """What every page shows. A whole build; small changes would go live beside it."""
    GeneralSettings.objects.update(tagline="Another one")


KINDS: dict[str, Callable[[], None]] = {one.__name__: one for one in (price, title, new, withdrawn, category)}
