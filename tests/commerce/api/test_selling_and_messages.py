"""Selling and writing through the interface."""

import pytest
from allauth.account.models import EmailAddress

from cms.catalog.models import Availability, Listing
from commerce.conversations.models import Message
from tests.factories.goods import make_category, make_listing
from tests.factories.orders import make_buyer
from tests.factories.people import make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller(db):
    person = make_seller()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def chair(db):
    make_category("Chairs")
    return {
        "title": "Red chair",
        "description": "Bought in May.",
        "category": "chairs",
        "price": {"cents": 123450},
        "city": "Bonn",
        "pieces": 2,
    }


def test_a_listing_goes_from_draft_to_live_and_away(program, seller, chair):
    own = program(seller)

    made = own.post("/sell/listings", chair, status=201)

    path = f"/sell/listings/{made['id']}"
    assert (made["status"], made["price"]["cents"], made["pieces"], made["category"], made["url"]) == (
        "draft",
        123450,
        2,
        "chairs",
        None,
    )
    assert own.get("/sell/listings?state=drafts")["total"] == 1
    assert own.post(f"{path}/publish")["status"] == "live"
    changed = own.put(path, {**chair, "title": "Blue chair", "version": own.get(path)["version"], "pieces_seen": 2})
    assert (changed["title"], Listing.objects.get().title) == ("Blue chair", "Blue chair")
    assert own.post(f"{path}/withdraw")["status"] == "withdrawn"
    assert own.post(f"{path}/relist")["status"] == "live"
    assert own.post(f"{path}/copy")["id"] != made["id"]
    own.delete(path, status=409)


def test_an_old_version_changes_nothing(program, seller, chair):
    own = program(seller)
    made = own.post("/sell/listings", chair, status=201)

    own.put(f"/sell/listings/{made['id']}", {**chair, "title": "Other", "version": 0, "pieces_seen": 2}, status=409)

    assert Listing.objects.get().title == "Red chair"


@pytest.mark.parametrize(
    ("said", "field", "message"),
    [
        ({"title": "x"}, "title", "This is too short."),
        ({"title": "Red\x00chair"}, "title", "There is a character in it that cannot be shown. Please type it again."),
        (
            {"title": "Red \ud800 chair"},
            "title",
            "There is a character in it that cannot be shown. Please type it again.",
        ),
        ({"price": {"cents": -1}}, "price.cents", "This number is too small."),
        ({"price": {"cents": 10**30}}, "price.cents", "This number is too large."),
        ({"price": {"cents": 1.5}}, "price.cents", "Send a whole number."),
        ({"price": {"cents": 1, "currency": "USD"}}, "price.currency", "This value is not possible here."),
        ({"colour": "red"}, "colour", "There is no such field."),
        ({"pieces": 0}, "pieces", "This number is too small."),
        ({"photos": [{"hash": "a" * 32}]}, "photos", "A photo is no longer there. Please choose it again."),
    ],
)
def test_what_is_wrong_is_told_by_field_and_makes_nothing(program, seller, chair, said, field, message):
    answer = program(seller).post("/sell/listings", {**chair, **said}, status=422)

    assert answer["errors"] == [{"field": field, "message": message}]
    assert not Listing.objects.exists()


def test_an_unknown_category_is_told(program, seller, chair):
    answer = program(seller).post("/sell/listings", {**chair, "category": "nowhere"}, status=422)

    assert [one["field"] for one in answer["errors"]] == ["category"]


@pytest.mark.parametrize("act", ["publish", "withdraw", "relist", "sold", "renew", "copy"])
def test_nobody_acts_on_a_listing_of_somebody_else(program, seller, act):
    listing = make_listing()

    program(seller).post(f"/sell/listings/{listing.pk}/{act}", status=404)
    assert Availability.objects.get(pk=listing.pk).status == "live"


def test_who_does_not_sell_is_told_so(program, chair):
    assert program(make_buyer()).post("/sell/listings", chair, status=403)["detail"] == "Become a seller first."
    assert "confirm" in program(make_seller()).post("/sell/listings", chair, status=403)["detail"]


def test_two_write_to_each_other(program):
    listing, buyer = make_listing(title="Red chair"), make_buyer(name="Ada Lovelace")
    asks, answers = program(buyer), program(listing.seller)

    talk = asks.post("/messages", {"listing": listing.pk, "text": "Is it still there?"}, status=201)

    path = f"/messages/{talk['id']}"
    (row,) = answers.get("/messages")["items"]
    assert (row["about"], row["other"], row["unread"], row["newest"]) == ("Red chair", "Ada", 1, "Is it still there?")
    answers.put(f"{path}/seen", {"message": 10**16}, status=204)
    assert answers.get(path)["unread"] == 0
    answers.post(path, {"text": "Yes."}, status=201)
    told = asks.get(path)
    assert [(one["is_own"], one["text"]) for one in told["messages"]] == [(True, "Is it still there?"), (False, "Yes.")]
    assert told["unread"] == 1


def test_a_stranger_reads_and_writes_nothing(program):
    listing = make_listing()
    talk = program(make_buyer()).post("/messages", {"listing": listing.pk, "text": "Hello"}, status=201)
    other = program(make_buyer())

    other.get(f"/messages/{talk['id']}", status=404)
    other.post(f"/messages/{talk['id']}", {"text": "Me too"}, status=404)
    other.put(f"/messages/{talk['id']}/seen", {"message": 1}, status=404)
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"text": ' + b"1" * 5000 + b"}", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"text=x", "application/x-www-form-urlencoded", 415),
        (b'{"text": "' + b"x" * 200_000 + b'"}', "application/json", 413),
        (b'{"text": NaN}', "application/json", 422),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b"", "application/json", 422),
    ],
)
def test_what_is_no_message_is_told(program, body, kind, status):
    own = program(make_buyer())

    answer = own.client.post("/api/messages", data=body, content_type=kind, headers=own.headers)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert not Message.objects.exists()
