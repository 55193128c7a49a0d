"""Going back to an earlier look, and many pages that would go at once."""

import pytest
from django.db import transaction
from django.utils import timezone

from cms.catalog import services
from cms.catalog.models import Availability, Listing
from cms.changes import outbox
from cms.contract.records import ListingStatus
from tests.properties.edits import stock, theme
from tests.properties.edits.dice import ThrownDice
from tests.properties.edits.judge import text_of

MANY = 260


def page_of(stage, listing):
    return text_of(stage.live / f"{listing.path[1:]}.html.gz")


@pytest.mark.sqlite
def test_a_page_still_says_sold_after_a_return_to_the_release_before_the_sale(stage):
    stage.reset()
    theme.edit_template(stage.memory, ThrownDice(1))
    stage.publish()
    listing = Listing.objects.filter(availability__status="live").order_by("-pk")[0]
    services.end_listing(listing.pk, ListingStatus.SOLD, now=timezone.now())
    stage.publish()
    sold = page_of(stage, listing)

    with stage.publisher.releases.lock():
        stage.publisher.roll_back(None)

    assert "Sold" in page_of(stage, listing)
    assert page_of(stage, listing) != sold
    assert stage.faults() == []


def with_many_goods(stage):
    stage.reset()
    sample = Listing.objects.filter(live=True).order_by("-pk")[0]
    services.add_listings(
        [
            Listing(
                title=f"One of many {number}",
                description="One of many.",
                price_cents=100,
                category_id=sample.category_id,
                seller_id=sample.seller_id,
                live=True,
                published_at=stock.FIRST_DAY,
            )
            for number in range(MANY)
        ]
    )
    stage.publish()
    assert stage.faults() == []
    return Availability.objects.filter(listing__title__startswith="One of many")


@pytest.mark.sqlite
def test_very_many_pages_that_go_for_no_known_reason_wait_for_a_person(stage):
    many = with_many_goods(stage)
    pages = [listing.path for listing in Listing.objects.filter(title__startswith="One of many")]

    many.update(status="withdrawn", ended_at=timezone.now())
    services.rename_category(Listing.objects.get(title="Thing 8").category_id, name="Other name")
    stage.publish()

    assert all((stage.live / f"{path[1:]}.html.gz").is_file() for path in pages)
    assert "Other name" in page_of(stage, Listing.objects.get(title="Thing 8"))
    with stage.publisher.releases.lock():
        stage.publisher.force()
    assert stage.faults() == []


@pytest.mark.sqlite
def test_very_many_pages_that_go_by_an_act_go_at_once(stage):
    many = with_many_goods(stage)

    with transaction.atomic():
        many.update(status="withdrawn", ended_at=timezone.now())
        outbox.note_act("a clearance")
    stage.publish()

    assert stage.faults() == []
