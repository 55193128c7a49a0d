"""What everybody may read."""

import pytest
from django.conf import settings
from django.core.cache import cache

from tests.factories.goods import FIRST_DAY, make_category, make_listing, make_photo
from tests.factories.people import make_seller

pytestmark = pytest.mark.django_db


def test_a_listing_is_told_whole(program):
    seller = make_seller(display_name="Ada’s attic", city="Bonn")
    category = make_category("Chairs", parent=make_category("Garden"))
    listing = make_listing(
        title="Red chair", seller=seller, category=category, price_cents=3900, city="Bonn", postcode="53111",
        published_at=FIRST_DAY,
    )  # fmt: skip
    photo = make_photo(listing, alt="From the left")

    assert program().get(f"/listings/{listing.pk}") == {
        "id": listing.pk,
        "title": "Red chair",
        "description": "A chair.",
        "price": {"cents": 3900, "currency": "EUR"},
        "negotiable": False,
        "condition": "good",
        "category": "garden/chairs",
        "city": "Bonn",
        "postcode": "53111",
        "seller": seller.label,
        "status": "live",
        "free": True,
        "published_at": "2026-03-01T12:00:00Z",
        "url": f"/listing/{listing.pk}-{listing.slug}",
        "photos": [
            {
                "alt": "From the left",
                "width": 1280,
                "height": 960,
                "sources": [
                    f"/photos/{photo.picture_id[:2]}/{photo.picture_id}-{width}.jpg" for width in (320, 640, 960, 1280)
                ],
            }
        ],
        "questions": [],
    }


@pytest.mark.both_databases
def test_listings_are_found_as_by_the_search(program):
    dear, cheap = make_listing(price_cents=9000), make_listing(price_cents=1000)
    make_listing(price_cents=20000)
    make_listing(live=False)

    found = program().get("/listings?max=100&sort=price-up&condition=purple")

    assert [one["id"] for one in found["items"]] == [cheap.pk, dear.pk]
    assert (found["total"], found["page"], found["per_page"]) == (2, 1, 24)
    assert found["left_out"] == {"condition": "There is no such condition: all of them are searched."}


def test_pages_lead_to_each_other_and_end(program):
    for _ in range(3):
        make_listing()

    answer = program().send("GET", "/listings?per_page=2&page=2&q=")

    assert len(answer.json()["items"]) == 1
    assert answer["Link"] == ", ".join(
        f'<http://testserver/api/listings?per_page=2&page={page}&q=>; rel="{name}"'
        for page, name in ((1, "first"), (1, "prev"), (2, "last"))
    ).replace("http://testserver", settings.SITE_URL)
    assert program().get("/listings?per_page=2&page=3")["items"] == []
    assert program().get("/listings?page=501", status=422)["errors"] == [
        {"field": "page", "message": "This number is too large."}
    ]


def test_categories_are_a_tree(program):
    make_category("Chairs", parent=make_category("Garden"))

    assert program().get("/categories") == [
        {
            "path": "garden",
            "name": "Garden",
            "url": "/category/garden",
            "below": [{"path": "garden/chairs", "name": "Chairs", "url": "/category/garden/chairs", "below": []}],
        }
    ]


def test_a_seller_is_told_without_address_and_full_name(program):
    seller = make_seller(name="Ada Lovelace", display_name="Ada’s attic", email="ada@example.org")

    told = program().get(f"/sellers/{seller.label}")

    assert (told["number"], told["name"], told["stars"], told["reviews"]) == (seller.label, "Ada’s attic", None, 0)
    assert "Lovelace" not in str(told)
    assert program().get(f"/sellers/{seller.label}/reviews")["items"] == []


@pytest.mark.parametrize(
    "path",
    ["/listings/999999", "/listings/x", "/listings/-1", "/sellers/U-999999", "/sellers/x", "/nothing", "/listings/"],
)
def test_what_is_not_there_is_a_problem(program, path):
    answer = program().send("GET", path)

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing here, or it is not yours.",
    }


def test_another_method_is_refused_with_those_that_there_are(program):
    answer = program().send("DELETE", "/listings")

    assert (answer.status_code, answer["Allow"], answer.json()["status"]) == (405, "GET", 405)


def test_who_asks_too_often_waits(program, settings):
    settings.API_RATES = {"anonymous": 2, "read": 2, "write": 2}
    cache.clear()
    answers = [program().send("GET", "/categories") for _ in range(5)]

    # A minute may begin between two of them.
    assert 1 <= [one.status_code for one in answers].count(429) <= 3
    refused = next(one for one in answers if one.status_code == 429)
    assert (refused["Content-Type"], 1 <= int(refused["Retry-After"]) <= 60) == ("application/problem+json", True)


def test_a_read_of_nobody_leaves_no_cookie(program):
    assert not program().send("GET", "/listings").cookies


def test_the_docs_show_every_operation_and_load_nothing_from_elsewhere(client, program):
    schema = client.get("/api/openapi.json").json()
    page = client.get("/api/docs").content.decode()

    assert schema["openapi"] == "3.1.0"
    assert all(f'id="{one["operationId"]}"' in page for path in schema["paths"].values() for one in path.values())
    assert 'src="http' not in page
    assert "cdn" not in page
    assert program().get("")["openapi"] == "/api/openapi.json"
