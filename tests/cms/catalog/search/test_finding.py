import pytest
from modelsearch.tasks import insert_or_update_object_task
from wagtail.search.backends import get_search_backend

from cms.catalog.models import Listing
from cms.catalog.search.finding import find
from cms.catalog.search.towns import Towns
from cms.catalog.search.wishes import Found, Order, Wish
from cms.contract.records import Condition, ListingStatus
from cms.contract.words import words_of
from tests.factories.goods import make_category, make_listing
from tests.factories.people import make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def indexed(**fields):
    listing = make_listing(**fields)
    get_search_backend().add_bulk(Listing, [listing])
    return listing


def titles(text="", *, order=Order.RELEVANCE, **wish):
    found = find(Wish(words=words_of(text, most=8), order=order, **wish), page=1, size=24)
    assert found.total == len(found.ids)
    names = dict(Listing.objects.values_list("id", "title"))
    return [names[one] for one in found.ids]


def test_titles_come_before_texts_and_newer_before_older():
    indexed(title="A chair", description="It has a lamp, lamp, lamp on it.")
    indexed(title="Old lamp")
    indexed(title="New lamp with a very long title that says much about it")

    assert titles("lamp") == ["New lamp with a very long title that says much about it", "Old lamp", "A chair"]
    assert titles("lamp", order=Order.NEWEST) == [
        "New lamp with a very long title that says much about it",
        "Old lamp",
        "A chair",
    ]


@pytest.mark.parametrize("query", ["Grüne", "grüne", "gruene", "GRUENE", "grune", "gru\u0308ne"])
def test_umlauts_are_found_in_every_spelling(query):
    indexed(title="Grüne Gießkanne")
    indexed(title="Red can")

    assert titles(query) == ["Grüne Gießkanne"]


@pytest.mark.parametrize("query", ["Strasse", "Straße"])
def test_who_writes_without_umlauts_is_found_by_those_who_do(query):
    indexed(title="Schild der Strasse")

    assert titles(query) == ["Schild der Strasse"]


def test_every_word_has_to_be_there_in_title_or_text():
    indexed(title="Red chair", description="From Vienna.")
    indexed(title="Red table", description="From Graz.")

    assert titles("vienna red") == ["Red chair"]
    assert titles("vienna table") == []


def test_a_word_is_a_beginning_from_three_letters_on():
    indexed(title="Fahrrad")
    indexed(title="Xyz")

    assert titles("fahr") == ["Fahrrad"]
    assert titles("xy") == []
    assert titles("rad") == []


@pytest.mark.parametrize(
    "query", ['"', "'", "lamp OR chair", "lamp:*", "NEAR(lamp)", "lamp & !chair", "a" * 500, "-lamp", "%", "lamp)"]
)
def test_the_language_of_the_database_means_nothing(query):
    indexed(title="Lamp")

    assert titles(query) in ([], ["Lamp"])


@pytest.mark.parametrize(
    "state",
    [{"live": False}, {"status": ListingStatus.SOLD}, {"status": ListingStatus.WITHDRAWN}],
    ids=["draft", "sold", "withdrawn"],
)
def test_only_what_is_for_sale_is_found(state):
    indexed(title="Lamp", **state)

    assert titles("lamp") == []
    assert titles() == []


def test_goods_of_somebody_who_is_suspended_are_not_found():
    indexed(title="Lamp", seller=make_seller(is_active=False))

    assert titles("lamp") == []


def test_every_filter_narrows():
    home = make_category("Home")
    lamps = make_category("Lamps", parent=home)
    indexed(
        title="Lamp one",
        category=lamps,
        price_cents=1000,
        condition=Condition.NEW,
        postcode="80331",
        city="München",
    )
    indexed(title="Lamp two", price_cents=2000, condition=Condition.FAIR, postcode="5020", city="Salzburg")

    for wish in (
        {"category_id": home.pk},
        {"category_id": lamps.pk},
        {"highest": 1999},
        {"condition": Condition.NEW},
        {"postcode": "80"},
        {"cities": ("München", "Graz")},
    ):
        assert titles("lamp", **wish) == ["Lamp one"]
        assert titles(**wish) == ["Lamp one"]
    assert titles("lamp", lowest=1001) == ["Lamp two"]
    assert titles("lamp", lowest=1000, highest=2000) == ["Lamp two", "Lamp one"]
    assert titles("lamp", cities=()) == []


def test_orders_by_price_and_by_time():
    for title, cents in (("Middle", 2000), ("Cheap", 1000), ("Dear", 3000)):
        indexed(title=title, price_cents=cents)

    assert titles(order=Order.PRICE_UP) == ["Cheap", "Middle", "Dear"]
    assert titles(order=Order.PRICE_DOWN) == ["Dear", "Middle", "Cheap"]
    assert titles(order=Order.NEWEST) == ["Dear", "Cheap", "Middle"]


def test_pages_follow_each_other_and_end_with_the_last():
    seller = make_seller()
    ids = [indexed(title=f"Lamp {number}", seller=seller).pk for number in range(5)][::-1]

    for wish in (Wish(words=("lamp",), order=Order.RELEVANCE), Wish()):
        assert find(wish, page=1, size=2) == Found(ids=tuple(ids[:2]), total=5)
        assert find(wish, page=3, size=2) == Found(ids=tuple(ids[4:]), total=5)
        assert find(wish, page=999_999, size=2) == Found(ids=tuple(ids[4:]), total=5)
    assert find(Wish(words=("nothing",)), page=7, size=2) == Found(ids=(), total=0)


def test_the_task_that_a_change_puts_into_the_queue_brings_it_into_the_index():
    listing = make_listing(title="Grüne Lampe")
    assert titles("gruene") == []

    insert_or_update_object_task.func("catalog", "listing", str(listing.pk))

    assert titles("gruene") == ["Grüne Lampe"]


def test_towns_are_found_by_their_beginning_in_every_spelling():
    make_listing(city="Mühldorf am Inn")
    make_listing(city="München")
    make_listing(city="Salzburg")
    make_listing(city="Mürzzuschlag", live=False)
    towns = Towns()

    assert towns.beginning_with("mü") == ("Mühldorf am Inn", "München")
    assert towns.beginning_with("MUENCH") == ("München",)
    assert towns.beginning_with("burg") == ()
    assert towns.beginning_with("%") == ()

    make_listing(city="Munderfing")
    assert towns.beginning_with("mund") == ()
    towns.forget()
    assert towns.beginning_with("mund") == ("Munderfing",)
