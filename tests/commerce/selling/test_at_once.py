"""Two browsers of one seller at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from cms.catalog.models import Listing
from cms.contract.money import Money
from cms.contract.records import Condition
from commerce.own_goods import ListingContent
from commerce.selling.errors import ChangedElsewhere, NotInThisState, TooManyListings
from commerce.selling.limits import SellingSettings
from commerce.selling.services import change_listing, copy, create_draft, sold_elsewhere, withdraw
from tests.factories.goods import make_category, make_listing
from tests.factories.people import make_seller

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]


def content(title="Red chair"):
    return ListingContent(
        title=title,
        description="A chair.",
        price=Money(100),
        negotiable=False,
        condition=Condition.GOOD,
        category_id=make_category().pk,
        city="",
        postcode="",
    )


def at_once(*acts):
    """What each of these gives, or the class of what it raises."""

    def run(act):
        try:
            return act()
        except (ChangedElsewhere, NotInThisState, TooManyListings) as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_the_same_form_makes_one_listing():
    seller, said = make_seller(), content()

    made = at_once(*(lambda: create_draft(seller.pk, said, stock=1, key="S-1-a") for _ in range(4)))

    assert set(made) == {Listing.objects.get().pk}


def test_no_two_pass_the_limit_together():
    settings = SellingSettings.load()
    settings.open_listings = 3
    settings.save()
    listing = make_listing()

    made = at_once(*(lambda: copy(listing.seller_id, listing.pk) for _ in range(4)))

    assert sorted(one is TooManyListings for one in made) == [False, False, True, True]
    assert Listing.objects.count() == 3


def test_one_of_two_ends_is_the_end():
    listing, now = make_listing(), timezone.now()

    ends = at_once(
        lambda: withdraw(listing.seller_id, listing.pk, now=now),
        lambda: withdraw(listing.seller_id, listing.pk, now=now),
        lambda: withdraw(listing.seller_id, listing.pk, now=now),
    )
    late = at_once(lambda: sold_elsewhere(listing.seller_id, listing.pk, now=now))

    assert sorted(one is NotInThisState for one in ends) == [False, True, True]
    assert late == [NotInThisState]


def test_of_two_changes_that_began_with_the_same_draft_one_is_told():
    seller = make_seller()
    number = create_draft(seller.pk, content(), stock=1, key="S-1-a")
    version = Listing.objects.get().latest_revision_id
    one, other = content("One chair"), content("Other chair")

    made = at_once(
        lambda: change_listing(seller.pk, number, one, version=version),
        lambda: change_listing(seller.pk, number, other, version=version),
    )

    assert sorted(answer is ChangedElsewhere for answer in made) == [False, True]
