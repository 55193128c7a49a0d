"""By program: photos, holidays, offers with their rules, and waiting lists."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cms.catalog.models import Availability, Photo
from commerce.offers.models import Offer, OfferRule
from commerce.orders.models import Order
from commerce.selling.holiday import today_on
from commerce.selling.limits import SellingSettings
from commerce.selling.models import Holiday, Upload
from commerce.waiting.models import Place
from tests.factories.goods import make_category, make_listing, plain_image, png
from tests.factories.offers import make_bargain
from tests.factories.orders import confirmed, make_buyer
from tests.factories.people import make_seller, make_user

pytestmark = pytest.mark.django_db


def send(who, content, *, name="chair.png", field="file", **headers):
    file = SimpleUploadedFile(name, content, content_type="image/png")
    return who.client.post("/api/sell/photos", {field: file}, headers={**who.headers, **headers})


def euros(cents):
    return {"cents": cents, "currency": "EUR"}


def test_a_photo_is_sent_and_put_into_a_listing(program):
    seller = confirmed(make_seller())
    who = program(seller, "sell")
    chairs = make_category("Chairs")

    sent = send(who, png(plain_image(60, 40)))
    assert sent.status_code == 201
    taken = sent.json()["hash"]
    made = who.post(
        "/sell/listings",
        {
            "title": "Red chair",
            "description": "A chair.",
            "category": chairs.slug_path,
            "price": euros(3500),
            "photos": [{"hash": taken, "alt": "From the front"}],
        },
        status=201,
    )

    assert made["photos"] == [{"hash": taken, "alt": "From the front"}]
    assert Upload.objects.filter(seller=seller, picture=taken).count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no PNG or JPEG"),
        (b"GIF89a" + b"\0" * 100, "no PNG or JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PNG or JPEG"),
        (png(plain_image(60, 40))[:-30], "damaged"),
    ],
)
def test_what_the_form_would_not_take_is_refused_in_the_same_words(program, content, words):
    answer = send(program(confirmed(make_seller()), "sell"), content)

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["field"] == "file"
    assert words in error["message"]
    assert not Photo.objects.exists()


def test_other_bodies_are_refused_before_they_are_looked_at(program):
    who = program(confirmed(make_seller()), "sell")

    assert who.send("POST", "/sell/photos", {}).status_code == 415
    assert who.send("POST", "/sell/photos").status_code == 422
    assert send(who, png(plain_image(9, 9)), field="photo").status_code == 422
    assert send(who, b"x" * (11 * 1024 * 1024)).status_code == 413
    broken = who.client.generic(
        "POST", "/api/sell/photos", b"nonsense", content_type="multipart/form-data", headers=who.headers
    )
    assert (broken.status_code, broken["Content-Type"]) == (400, "application/problem+json")
    assert not Upload.objects.exists()


def test_the_limit_of_a_day_holds_for_programs_too(program):
    SellingSettings.objects.create(uploads_a_day=3)
    who = program(confirmed(make_seller()), "sell")

    assert [send(who, png(plain_image(9 + one, 9))).status_code for one in range(4)] == [201, 201, 201, 429]


def test_who_does_not_sell_or_lacks_the_scope_sends_no_photo(program):
    assert send(program(make_buyer(), "sell"), png(plain_image(9, 9))).status_code == 403
    assert send(program(confirmed(make_seller()), "buy"), png(plain_image(9, 9))).status_code == 403
    assert send(program(), png(plain_image(9, 9))).status_code == 401
    assert not Upload.objects.exists()


def test_a_holiday_is_begun_changed_and_ended(program):
    seller = confirmed(make_seller())
    who, today = program(seller, "sell"), today_on(timezone.now())
    until = today + timedelta(days=9)

    who.get("/sell/holiday", status=404)
    said = who.put("/sell/holiday", {"starts": str(today), "until": str(until), "text": "At the sea"})
    assert said == {"starts": str(today), "until": str(until), "text": "At the sea", "is_on": True}
    assert who.get("/sell/holiday") == said
    who.put("/sell/holiday", {"starts": str(until), "until": str(today), "text": ""}, status=422)
    who.put("/sell/holiday", {"starts": "soon", "until": str(today)}, status=422)
    assert Holiday.objects.get().text == "At the sea"
    who.delete("/sell/holiday")
    who.delete("/sell/holiday", status=404)
    assert not Holiday.objects.exists()


def test_two_programs_haggle_and_one_orders(program):
    listing = make_bargain(seller=confirmed(make_seller()))
    buyer, seller = program(make_buyer(), "buy"), program(listing.seller, "sell")

    made = buyer.post("/offers", {"listing": listing.pk, "amount": euros(2500)}, status=201)
    path = f"/offers/{made['id']}"
    assert (made["state"], made["amount"], made["actions"]) == ("proposed", euros(2500), ["withdraw"])
    assert seller.get(path)["actions"] == ["accept", "counter", "decline"]
    assert seller.post(f"{path}/counter", {"amount": euros(3000)})["amount"] == euros(3000)
    buyer.post(f"{path}/accept", {})
    ordered = buyer.post(f"{path}/order", {"note": "Thank you"})

    order = Order.objects.get()
    assert (ordered["state"], ordered["order"], order.total_cents, order.note) == (
        "ordered",
        order.label,
        3000,
        "Thank you",
    )
    assert [(one["action"], one["actor"]) for one in ordered["events"]] == [
        ("propose", "buyer"),
        ("counter", "seller"),
        ("accept", "buyer"),
        ("order", "buyer"),
    ]
    assert [one["id"] for one in seller.get("/offers?side=seller")["items"]] == [made["id"]]
    assert seller.get("/offers")["items"] == []


def test_what_an_offer_does_not_allow_changes_nothing(program):
    listing = make_bargain()
    person = make_buyer()
    buyer, stranger = program(person, "buy"), program(make_user(), "buy")

    for cents in (100, 3500, 9000):
        buyer.post("/offers", {"listing": listing.pk, "amount": euros(cents)}, status=422)
    buyer.post("/offers", {"listing": 10**9, "amount": euros(3000)}, status=422)
    assert not Offer.objects.exists()
    path = f"/offers/{buyer.post('/offers', {'listing': listing.pk, 'amount': euros(3000)}, status=201)['id']}"
    stranger.get(path, status=404)
    stranger.post(f"{path}/accept", {}, status=404)
    buyer.post(f"{path}/accept", {}, status=409)
    buyer.post(f"{path}/lapse", {}, status=409)
    buyer.post(f"{path}/haggle", {}, status=404)
    program(person, "sell").post(f"{path}/withdraw", {}, status=403)
    assert Offer.objects.get().state == "proposed"


def test_a_rule_is_laid_down_and_answers(program):
    listing = make_bargain(seller=confirmed(make_seller()))
    seller, buyer = program(listing.seller, "sell"), program(make_buyer(), "buy")
    path = f"/offers/rules/{listing.pk}"

    assert seller.get(path) == {"accept_from": None, "decline_below": None}
    rule = {"accept_from": euros(3000), "decline_below": None}
    assert seller.put(path, rule) == rule
    assert buyer.post("/offers", {"listing": listing.pk, "amount": euros(3100)}, status=201)["state"] == "accepted"

    refused = seller.put(path, {"accept_from": euros(3500), "decline_below": None}, status=422)
    assert refused["errors"] == [{"field": "accept_from", "message": "The price is €35.00: write an amount below it."}]
    program(confirmed(make_seller()), "sell").get(path, status=404)
    program(confirmed(make_seller()), "sell").put(path, rule, status=404)
    assert OfferRule.objects.get().accept_from_cents == 3000
    seller.put(path, {"accept_from": None, "decline_below": None})
    assert not OfferRule.objects.exists()


def test_somebody_waits_and_leaves(program):
    listing = make_listing(reserved=1)
    who = program(make_buyer(), "buy")

    place = who.put(f"/waiting/{listing.pk}", {})
    assert (place["listing"], place["position"], place["held_until"]) == (listing.pk, 1, None)
    assert who.put(f"/waiting/{listing.pk}", {}) == place
    assert who.get("/waiting") == [place]
    assert Place.objects.count() == 1
    who.delete(f"/waiting/{listing.pk}")
    who.delete(f"/waiting/{listing.pk}", status=404)
    who.put(f"/waiting/{make_listing().pk}", {}, status=409)
    who.put("/waiting/999999999", {}, status=409)
    assert not Place.objects.exists()
    assert Availability.objects.get(pk=listing.pk).reserved == 1


def test_a_note_that_cannot_be_shown_is_refused_and_the_offer_stays_as_it_was(program):
    listing = make_bargain(seller=confirmed(make_seller()))
    buyer, seller = program(make_buyer(), "buy"), program(listing.seller, "sell")
    offer = buyer.post("/offers", {"listing": listing.pk, "amount": euros(2500)}, status=201)["id"]
    seller.post(f"/offers/{offer}/accept", {})

    told = buyer.post(f"/offers/{offer}/order", {"note": "At six\u202eo’clock"}, status=422)

    assert [one["field"] for one in told["errors"]] == ["note"]
    assert Offer.objects.get(pk=offer).state == "accepted"
    assert not Order.objects.exists()
    buyer.post(f"/offers/{offer}/order", {"note": "At six.\nAt the door."})
    assert Order.objects.get().note == "At six.\nAt the door."
