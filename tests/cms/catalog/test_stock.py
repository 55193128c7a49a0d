"""What orders do to the stock: hold, give back, sell. Never more than there is, whoever comes at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection

from cms.accounts.services import suspend
from cms.api.stock import NothingFree, free_stock, hold_stock, release_stock, sell_stock
from cms.catalog.models import Availability
from cms.changes.models import Change
from cms.contract.records import ListingStatus
from tests.factories.goods import make_listing

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def numbers(listing):
    one = Availability.objects.get(listing=listing)
    return one.stock, one.reserved, one.status


@pytest.mark.django_db
def test_what_is_held_is_not_free():
    listing = make_listing(stock=3)

    hold_stock(listing.pk, 2)

    assert numbers(listing) == (3, 2, "live")
    assert free_stock([listing.pk]) == {listing.pk: 1}


@pytest.mark.django_db
def test_more_than_is_free_cannot_be_held():
    listing = make_listing(stock=3, reserved=2)

    with pytest.raises(NothingFree, match=f"Of listing {listing.pk} there are no 2 pieces free"):
        hold_stock(listing.pk, 2)

    assert numbers(listing) == (3, 2, "live")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields", [{"live": False}, {"status": ListingStatus.WITHDRAWN}, {"status": ListingStatus.SOLD}]
)
def test_of_what_is_not_for_sale_nothing_can_be_held(fields):
    listing = make_listing(stock=1, **fields)
    before = numbers(listing)

    with pytest.raises(NothingFree):
        hold_stock(listing.pk, 1)

    assert numbers(listing) == before
    assert free_stock([listing.pk]) == {}


@pytest.mark.django_db
def test_of_somebody_suspended_nothing_can_be_held():
    listing = make_listing()
    suspend(listing.seller_id)

    with pytest.raises(NothingFree):
        hold_stock(listing.pk, 1)

    assert numbers(listing) == (1, 0, "live")


@pytest.mark.django_db
def test_what_is_given_back_is_free_again():
    listing = make_listing(stock=2, reserved=2)

    release_stock(listing.pk, 1)

    assert numbers(listing) == (2, 1, "live")


@pytest.mark.django_db
@pytest.mark.parametrize("act", [lambda pk: release_stock(pk, 2), lambda pk: sell_stock(pk, 2, now=NOW)])
def test_what_was_not_held_can_neither_be_given_back_nor_sold(act):
    listing = make_listing(stock=5, reserved=1)

    with pytest.raises(ValueError, match="has no 2 pieces reserved"):
        act(listing.pk)

    assert numbers(listing) == (5, 1, "live")


@pytest.mark.django_db
def test_with_its_last_piece_a_listing_is_sold():
    listing = make_listing(stock=2, reserved=2)

    sell_stock(listing.pk, 1, now=NOW)
    first = numbers(listing)
    sell_stock(listing.pk, 1, now=NOW)

    assert first == (1, 1, "live")
    assert numbers(listing) == (0, 0, "sold")
    assert Availability.objects.get(listing=listing).ended_at == NOW


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_three_get_the_three_pieces():
    listing = make_listing(stock=3)

    def take(_):
        try:
            hold_stock(listing.pk, 1)
        except NothingFree:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as crowd:
        got = list(crowd.map(take, range(8)))

    assert got.count(True) == 3
    assert numbers(listing) == (3, 3, "live")


@pytest.mark.both_databases
@pytest.mark.django_db
def test_the_publisher_hears_of_it_when_the_last_piece_is_held():
    listing = make_listing(stock=2)
    Change.objects.all().delete()

    hold_stock(listing.pk, 2)

    assert {(one.kind, one.key) for one in Change.objects.all()} >= {("listing", str(listing.pk))}
