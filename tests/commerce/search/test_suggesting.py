"""The help of the search for those who find nothing, or next to nothing."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.search.backends import get_search_backend

from cms.api import clock
from cms.catalog.models import Listing
from cms.contract.records import ListingStatus
from commerce.search.models import Vocabulary
from commerce.search.tasks import count_words
from commerce.search.vocabulary import newest_spellings
from tests.factories.goods import make_category, make_listing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def _new_words():
    newest_spellings.forget()
    yield
    newest_spellings.forget()


def sell(*titles, **fields):
    listings = [make_listing(title=title, **fields) for title in titles]
    get_search_backend().add_bulk(Listing, listings)
    count_words.func()
    newest_spellings.forget()


def suggested(client, **query):
    text = client.get("/search", query).content.decode()
    part = re.search(r'<section class="search-meant".*?</section>', text, re.DOTALL)
    if part is None:
        return []
    return [
        (unescape(address), unescape(words), count)
        for address, words, count in re.findall(r'<a href="([^"]*)">([^<]*)</a> <span>([^<]*)</span>', part[0])
    ]


# Not "giesskane": PostgreSQL finds it as a form of the same word, and needs no help.
@pytest.mark.parametrize("query", ["Gißkanne", "gieskannne", "GISKANNE", "Grüne Gißkanne", "gruene gieskannne"])
def test_a_slip_leads_to_what_is_there_with_or_without_umlauts(client, query):
    sell("Grüne Gießkanne", "Grüne Gießkanne aus Zink", "Stuhl")

    ((address, words, count),) = suggested(client, q=query)

    assert (words.split()[-1], count) == ("Gießkanne", "2 listings")
    assert client.get(address).content.decode().count('class="card__title"') == 2


def test_nothing_is_suggested_where_enough_is_found_or_nothing_would_be(client):
    sell("Lamp", "Lamp two", "Lamp three", "Lump")

    assert suggested(client, q="lamp") == []
    assert suggested(client, q="zzyzx") == []
    assert suggested(client, q="") == []
    # Three lamps do not make somebody's lump a slip.
    assert suggested(client, q="lump") == []


def test_next_to_nothing_is_shown_with_what_finds_much_more(client):
    sell("Farrad", *(f"Fahrrad {number}" for number in range(10)))

    assert suggested(client, q="farrad") == [("/search?q=Fahrrad", "Fahrrad", "10 listings")]


def test_what_is_no_longer_for_sale_is_not_suggested(client):
    sell("Fahrrad", status=ListingStatus.SOLD)
    sell("Fahrrad", live=False)

    assert suggested(client, q="farrad") == []

    sell("Fahrrad")
    Listing.objects.update(live=False)  # Since the words were counted.

    assert suggested(client, q="farrad") == []


def test_filters_stay_where_they_leave_something_and_go_where_they_do_not(client):
    sell("Fahrrad", price_cents=5000)
    sell("Fahrrad", price_cents=5001)

    assert suggested(client, q="farrad", max="50") == [("/search?q=Fahrrad&max=50", "Fahrrad", "One listing")]
    assert suggested(client, q="farrad", max="10") == [
        ("/search?q=Fahrrad", "Fahrrad, without filters", "2 listings"),
    ]


def test_a_category_of_that_name_is_the_first_to_go_to(client):
    bicycles, empty = make_category("Fahrräder & Teile"), make_category("Zelte")
    sell("Damenrad", category=bicycles)

    assert suggested(client, q="Fahrader") == [
        (f"/category/{bicycles.slug}", "Category: Fahrräder & Teile", "One listing")
    ]
    assert suggested(client, q="fahrräder")[0][1] == "Category: Fahrräder & Teile"
    assert suggested(client, q=empty.name) == []


def test_one_word_less_is_better_than_nothing(client):
    sell("Vase", "Rote Vase", "Grüner Stuhl")

    assert suggested(client, q="Grüne Vase") == [
        ("/search?q=Vase", "Vase", "2 listings"),
        ("/search?q=Gr%C3%BCne", "Grüne", "One listing"),
    ]


def test_however_much_is_asked_a_bounded_number_of_searches_is_made(client):
    sell(*(f"{word} {other}" for word in ("Lampe", "Kampen", "Rampe") for other in ("Stuhl", "Stahl")))

    with CaptureQueriesContext(connection) as made:
        client.get("/search", {"q": "lbmpe rbmpe stbhl sthul kmapen lapme lampen stuhle", "max": "1"})

    # Its own, four guesses with and without the filter, and four with a word less.
    assert sum("FROM those" in one["sql"] for one in made.captured_queries) == 1 + 2 * 4 + 2 * 4


def test_a_worker_counts_the_words_and_replaces_them_as_a_whole():
    sell("Grüne Vase", "grüne Vase", "Grüne Kanne, 2. Wahl 2024 x")

    assert count_words.func() == len(Vocabulary.objects.get().words)
    known = {word: (shown, count) for word, shown, count in Vocabulary.objects.get().words}
    assert {one: known.get(one) for one in ("gruene", "vase", "kanne", "2024", "2", "x")} == {
        "gruene": ("Grüne", 3),
        "vase": ("Vase", 2),
        "kanne": ("Kanne", 1),
        "2024": None,
        "2": None,
        "x": None,
    }

    Listing.objects.all().delete()
    count_words.func()

    assert "vase" not in [one[0] for one in Vocabulary.objects.get().words]
    assert Vocabulary.objects.count() == 1


def test_words_are_counted_every_ten_minutes_and_not_piled_up_without_a_worker():
    asked = DBTaskResult.objects.filter(task_path=count_words.module_path)
    now = timezone.now()

    clock.run_due(now)
    clock.run_due(now + timedelta(hours=3))
    assert asked.count() == 1

    asked.update(status="SUCCESSFUL")
    clock.run_due(now + timedelta(minutes=9))
    assert asked.count() == 1
    clock.run_due(now + timedelta(minutes=11))
    assert asked.count() == 2
