import re
from html import unescape

import pytest
from wagtail.search.backends import get_search_backend

from cms.catalog.models import Listing
from cms.catalog.search.towns import towns
from cms.contract.records import Condition
from tests.factories.goods import make_category, make_listing
from tests.factories.people import make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _new_towns():
    towns.forget()


def indexed(**fields):
    listing = make_listing(**fields)
    get_search_backend().add_bulk(Listing, [listing])
    return listing


def page(client, **query):
    response = client.get("/search", query)
    assert response.status_code == 200
    return response.content.decode()


def found(client, **query):
    return [unescape(one) for one in re.findall(r'class="card__title"><a[^>]*>([^<]*)', page(client, **query))]


def test_finds_by_words_and_says_how_many_without_leaving_a_trace(client):
    indexed(title="Grüne Vase", price_cents=123456)
    indexed(title="Chair")

    response = client.get("/search", {"q": "gruene"})
    text = response.content.decode()

    assert "Grüne Vase" in text
    assert "€1,234.56" in text
    assert "One listing" in text
    assert "Chair</a>" not in text
    assert 'value="gruene"' in text
    assert not response.cookies
    assert "noindex" in text


def test_both_fields_for_words_say_what_was_searched_for(client):
    text = page(client, q='"><b>lamp')

    assert text.count('value="&#34;&gt;&lt;b&gt;lamp"') == 2
    assert '<input id="header-search" value=' in text


def test_without_anything_it_shows_the_newest(client):
    first, second = make_listing(title="First"), make_listing(title="Second")

    assert found(client) == [second.title, first.title]


def test_every_filter_and_order_of_the_address_works_together(client):
    lamps = make_category("Lamps", parent=make_category("Home"))
    shared = {"category": lamps, "condition": Condition.GOOD, "city": "München", "postcode": "80331"}
    indexed(title="Lamp A", price_cents=1500, **shared)
    indexed(title="Lamp B", price_cents=1200, **shared)
    for title, change in (
        ("Lamp C", {"price_cents": 999}),
        ("Lamp D", {"price_cents": 2001}),
        ("Lamp E", {"condition": Condition.NEW}),
        ("Lamp F", {"city": "Graz", "postcode": "8010"}),
        ("Lamp G", {"category": make_category()}),
        ("Table", {}),
    ):
        indexed(**({"title": title, "price_cents": 1500} | shared | change))
    query = {
        "q": "lamp",
        "category": lamps.slug_path,
        "min": "10",
        "max": "20,00",
        "condition": "good",
        "near": "muenchen",
        "sort": "price-up",
    }

    assert found(client, **query) == ["Lamp B", "Lamp A"]
    assert found(client, **(query | {"sort": "price-down"})) == ["Lamp A", "Lamp B"]
    assert found(client, **(query | {"category": "lamps", "near": "803 anywhere"})) == ["Lamp B", "Lamp A"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"min": "-5"}, "“-5” is no price, so it is left out. Write it like 12.50 or 1200."),
        ({"max": "1.200"}, "“1.200” can be read in two ways. Write 1200 or 1.20, whichever you mean."),
        ({"max": "cheap"}, "“cheap” is no price, so it is left out."),
        ({"min": "1e99"}, "“1e99” is no price"),
        ({"min": "20", "max": "10"}, "The highest price is below the lowest one"),
        ({"category": "nonsense"}, "There is no such category"),
        ({"condition": "mint"}, "There is no such condition"),
        ({"near": "Atlantis"}, "Nothing is for sale in a town of this name"),
    ],
)
def test_what_cannot_be_meant_is_told_and_left_out(client, query, words):
    make_listing(title="Lamp")

    text = page(client, **query)

    assert words in unescape(text)
    assert "Lamp</a>" in text


@pytest.mark.parametrize("q", ["🦊", "%*\"'"])
def test_a_search_without_a_word_finds_nothing_and_says_why(client, q):
    make_listing(title="Lamp")

    text = page(client, q=q)

    assert "Write at least one word or number: signs and pictures alone find nothing." in text
    assert "0 listings" in text
    assert "Nothing fits at the moment." in text
    assert "Lamp</a>" not in text
    assert client.get("/api/listings", {"q": q}).json()["total"] == 0


def test_each_price_that_is_none_is_told_by_itself(client):
    text = page(client, min="-5", max="abc")

    assert re.findall(r'id="search-(min|max)-error">(“[^”]*”) is no price', text) == [("min", "“-5”"), ("max", "“abc”")]


@pytest.mark.parametrize("name", ["q", "category", "min", "max", "condition", "near", "sort", "page"])
@pytest.mark.parametrize(
    "value",
    ["x" * 10_000, "\x00\x01\x1b", "\u202e\ud7ff", "'; DROP TABLE x; --", "<script>alert(1)</script>", "9" * 400, "-1"],
    ids=["long", "control", "reversed", "sql", "script", "digits", "negative"],
)
def test_anything_may_stand_in_an_address(client, name, value):
    make_listing()

    text = page(client, **{name: value})

    assert "<script>alert" not in text
    assert "\x00" not in text


def test_pages_lead_on_and_the_last_one_says_so(client):
    seller, category = make_seller(), make_category()
    for number in range(25):
        make_listing(title=f"Chair {number}", seller=seller, category=category)

    first = page(client, near="", sort="price-up")

    assert 'href="/search?sort=price-up&amp;page=2"' in first
    assert "Page 1 of 2" in first
    assert len(found(client, page="2")) == 1
    beyond = page(client, page="999999")
    assert "There are 2 pages: this is the last one." in beyond
    assert 'rel="next"' not in beyond


def test_where_nothing_fits_there_are_ways_on(client):
    category = make_category("Lamps")
    make_listing(title="Lamp", category=category, price_cents=1000)

    text = page(client, q="xyzzy plugh", category="lamps", max="20")

    assert "Nothing fits at the moment." in text
    assert "Try fewer words" in text
    assert 'href="/search?q=xyzzy+plugh&amp;max=20"' in text
    assert 'href="/search?q=xyzzy+plugh"' in text
    assert f'href="{"/category/lamps"}"' in text


def test_filters_that_are_on_are_named_and_taken_away_by_a_link(client):
    make_listing(price_cents=1500)

    text = page(client, min="10", max="20")

    assert "from €10.00" in text
    assert 'href="/search?max=20"' in text
    assert 'href="/search"' in text


def test_asks_few_questions_however_much_is_found(client, release, django_assert_max_num_queries):
    seller, category = make_seller(), make_category()
    for number in range(24):
        indexed(title=f"Chair {number}", seller=seller, category=category)
    page(client, q="chair")

    with django_assert_max_num_queries(10):  # Four to find, six to count what was searched for.
        page(client, q="chair")


def test_the_search_takes_no_post(client):
    assert client.post("/search", HTTP_SEC_FETCH_SITE="same-origin").status_code == 405
