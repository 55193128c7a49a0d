from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.api import lists
from cms.catalog.list_pages.database import DatabaseShelf
from cms.catalog.models import Availability, Listing, ListPage
from cms.catalog.records import in_list
from cms.contract.records import ListingStatus
from cms.site.models import GeneralSettings
from tests.factories.goods import FIRST_DAY, make_category
from tests.factories.people import make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

N = 12


@pytest.fixture(autouse=True)
def small_pages():
    GeneralSettings.objects.update_or_create(pk=GeneralSettings.load().pk, defaults={"listings_per_page": N})


@pytest.fixture
def chairs():
    return make_category("Chairs", parent=make_category("Furniture"))


def put(category, count, *, start=0, seller=None, step=60):
    seller = seller or make_seller()
    made = Listing.objects.bulk_create(
        Listing(
            title="Chair",
            slug="chair",
            description="A chair.",
            price_cents=3500,
            live=True,
            published_at=FIRST_DAY + timedelta(seconds=(start + nth) * step),
            category=category,
            seller=seller,
        )
        for nth in range(count)
    )
    Availability.objects.bulk_create(Availability(listing=one) for one in made)
    return [(one.published_at, one.pk) for one in made]


def sell(places):
    Availability.objects.filter(pk__in=[pk for _, pk in places]).update(status=ListingStatus.SOLD, ended_at=FIRST_DAY)


def shape(kind="all", of=0):
    """How many goods each page of a list holds, oldest first."""
    shelf = DatabaseShelf(kind, of)
    return [len(list(shelf.goods(one.after, one.upto))) for one in lists.boundaries(kind, of)]


def test_a_short_list_is_all_front(chairs):
    put(chairs, 30)

    lists.settle(None)

    assert shape() == [30]
    assert not ListPage.objects.exists()


def test_a_front_that_overflows_gives_its_oldest_goods_away(chairs):
    put(chairs, 31)

    lists.settle(None)

    assert shape() == shape("category", chairs.pk) == shape("category", chairs.parent_id) == [18, 13]


def test_what_was_settled_where_it_changed_is_settled(chairs):
    places = put(chairs, 400)
    everywhere = dict.fromkeys(
        (
            ("all", 0),
            ("category", chairs.pk),
            ("category", chairs.parent_id),
            ("seller", Listing.objects.first().seller_id),
        ),
        places,
    )
    lists.settle(everywhere)
    before = lists.stamp()
    sell(places[20:60] + places[300:310])
    lists.settle(dict.fromkeys(everywhere, places[20:60] + places[300:310]))
    after = lists.stamp()

    lists.settle(None)

    assert after > before
    assert lists.stamp() == after
    assert sum(shape()) == 350


def test_a_page_that_thins_out_goes_to_its_younger_neighbour_under_another_name(chairs):
    places = put(chairs, 18 * 3 + 15)
    lists.settle(None)
    first, second, *_ = lists.boundaries("all", 0)
    seen = lists.stamp()
    sell(places[:9] + places[18:27])

    lists.settle({("all", 0): places[:9] + places[18:27]})

    assert shape() == [18, 18, 15]
    assert lists.boundary("all", 0, first.number) is None
    assert lists.taken_over_by("all", 0, first.number) == second.number
    assert set(lists.changed_since(seen)) == {("all", 0, first.number), ("all", 0, second.number)}


def test_the_newest_sealed_page_goes_to_a_front_that_is_nearly_empty(chairs):
    places = put(chairs, 31)
    lists.settle(None)
    sell(places[-8:])

    lists.settle({("all", 0): places[-8:]})

    assert shape() == [23]
    assert lists.taken_over_by("all", 0, 1) is None


def test_names_are_never_given_again(chairs):
    places = put(chairs, 31)
    lists.settle(None)
    sell(places)
    lists.settle(None)
    put(chairs, 31, start=100)

    lists.settle(None)

    assert [one.number for one in lists.boundaries("all", 0)] == [2, None]


def test_an_unknown_name_leads_nowhere():
    with pytest.raises(LookupError):
        lists.taken_over_by("all", 0, 7)


def test_many_at_once_in_the_middle_split_a_page_evenly(chairs):
    put(chairs, 120, step=3600)
    lists.settle(None)
    places = put(chairs, 100, start=3600 * 20 + 1, step=1)

    lists.settle({("all", 0): places})

    assert max(shape()[:-1]) <= 24
    assert min(shape()) >= 12
    assert sum(shape()) == 220


def test_nothing_is_written_when_nothing_changed(chairs):
    places = put(chairs, 200)
    lists.settle(None)

    with CaptureQueriesContext(connection) as queries:
        lists.settle({("all", 0): places[50:51]})

    assert [one["sql"] for one in queries if not one["sql"].startswith(("SELECT", "DECLARE"))] == []
    assert len(queries) <= 8


def test_other_sizes_move_the_bounds(chairs):
    put(chairs, 500)
    lists.settle(None)
    GeneralSettings.objects.update(listings_per_page=24)

    lists.settle(None)

    assert min(shape()) >= 24
    assert max(shape()) <= 60
    assert sum(shape()) == 500


def test_places_are_found_on_their_pages(chairs):
    places = put(chairs, 49)
    lists.settle(None)

    assert lists.pages_at("all", 0, [places[0], places[17], places[18], places[48]]) == {
        places[0]: 1,
        places[17]: 1,
        places[18]: 2,
        places[48]: None,
    }


def test_jumps_lead_far_back_and_follow_those_that_are_gone(chairs):
    places = put(chairs, 18 * 130 + 15)
    lists.settle(None)
    newest = list(lists.boundaries("all", 0))[-2]
    assert (newest.number, newest.jumps) == (130, (120, 30))
    gone = places[18 * 119 : 18 * 120 - 1]
    sell(gone)
    seen = lists.stamp()

    lists.settle({("all", 0): gone})

    present = lists.boundary("all", 0, 130)
    live = {one.number for one in lists.boundaries("all", 0)}
    assert set(present.jumps) <= live
    assert len(present.jumps) == 2
    assert ("all", 0, 120) in lists.changed_since(seen)


def test_a_list_that_is_no_more_takes_its_rows_along(chairs):
    places = put(chairs, 31)
    lists.settle(None)
    Listing.objects.all().delete()
    gone = chairs.pk
    chairs.delete()

    lists.settle(None)

    assert places
    assert not ListPage.objects.filter(kind="category", list_id=gone).exists()


def test_the_length_and_the_newest_of_a_list(chairs):
    places = put(chairs, 100)
    lists.settle(None)
    tables = make_category("Tables", parent=chairs.parent)
    younger = put(tables, 3, start=200)

    assert lists.newest_ids("category", chairs.parent_id, 30) == [pk for _, pk in reversed(places + younger)][:30]
    assert lists.newest_ids("category", tables.pk, 30) == [pk for _, pk in reversed(younger)]
    assert lists.counts()["all", 0] == lists.counts()["category", chairs.parent_id] == 103
    assert lists.counts()["category", chairs.pk] == 100


def test_pages_hold_what_lists_show(chairs):
    seller = make_seller()
    places = put(chairs, 8, seller=seller)
    put(chairs, 3, start=20, seller=make_seller(is_active=False))
    put(make_category("Tables"), 2, start=30)
    sell(places[:2])
    Availability.objects.filter(pk=places[2][1]).update(retired_at=FIRST_DAY)
    Listing.objects.filter(pk=places[3][1]).update(live=False)

    for kind, of in (("all", 0), ("category", chairs.pk), ("category", chairs.parent_id), ("seller", seller.pk)):
        shelf = DatabaseShelf(kind, of)
        shown = list(in_list(kind, of).order_by("published_at", "id").values_list("published_at", "id"))

        assert list(shelf.goods(None, None)) == shown
        assert list(shelf.goods(places[4], places[6])) == places[5:7]
    assert shown == places[4:]
