from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cms.catalog.models import Availability
from commerce.favourites import services
from commerce.favourites.errors import ListFull, NoPage
from commerce.favourites.models import Favourite
from commerce.favourites.services import Owner
from commerce.shop_headers import HINT_COOKIE
from tests.factories.goods import make_listing
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
GUEST = Owner(token="guest")


def browser():
    return Client(HTTP_SEC_FETCH_SITE="same-origin")


def page(client):
    return client.get("/favourites").content.decode()


def saved_ids(owner):
    return [one.listing_id for one in services.favourites_of(owner)]


@pytest.mark.both_databases
def test_saving_twice_saves_once():
    listing = make_listing(title="Lute")

    assert services.save(GUEST, listing.pk, now=NOW) == "Lute"
    assert services.save(GUEST, listing.pk, now=NOW + timedelta(days=1)) == "Lute"
    assert list(Favourite.objects.values_list("listing_id", "added_at")) == [(listing.pk, NOW)]


def test_what_has_no_page_is_not_saved():
    with pytest.raises(NoPage):
        services.save(GUEST, make_listing(live=False).pk, now=NOW)

    assert not Favourite.objects.exists()


def test_a_list_has_an_end(monkeypatch):
    monkeypatch.setattr(services, "MOST", 1)
    first, second = make_listing(), make_listing()
    services.save(GUEST, first.pk, now=NOW)

    with pytest.raises(ListFull):
        services.save(GUEST, second.pk, now=NOW)

    assert services.save(GUEST, first.pk, now=NOW) == first.title
    assert saved_ids(GUEST) == [first.pk]


@pytest.mark.both_databases
def test_at_log_in_both_lists_become_one():
    user = make_user()
    mine = Owner(user_id=user.pk)
    both, theirs = make_listing(), make_listing()
    services.save(mine, both.pk, now=NOW)
    services.save(GUEST, both.pk, now=NOW)
    services.save(GUEST, theirs.pk, now=NOW + timedelta(hours=1))

    assert services.merge("guest", user.pk) == 1
    assert saved_ids(mine) == [theirs.pk, both.pk]
    assert saved_ids(GUEST) == []


def test_old_lists_of_guests_go_and_those_of_people_stay():
    user = Owner(user_id=make_user().pk)
    listing = make_listing()
    for owner in (GUEST, user):
        services.save(owner, listing.pk, now=NOW - timedelta(days=31))

    assert services.forget_old(NOW) == 1
    assert (saved_ids(GUEST), saved_ids(user)) == ([], [listing.pk])


def test_the_database_wants_one_owner():
    with pytest.raises(IntegrityError), transaction.atomic():
        Favourite.objects.create(listing=make_listing(), title="x", added_at=NOW)


def test_a_guest_saves_sees_and_removes():
    guest = browser()
    listing = make_listing(title="Red <chair>")

    response = guest.post("/favourites/add", {"listing": listing.pk, "quantity": "junk"})

    assert response["Location"] == "/favourites"
    assert response.cookies[HINT_COOKIE].value == "1"
    assert f'href="/listing/{listing.pk}-red-chair"' in page(guest)
    assert guest.get("/api/me").json()["counts"] == {"favourites": 1}
    assert "Red &lt;chair&gt;" not in page(browser())

    guest.post("/favourites/remove", {"listing": listing.pk})
    assert "Nothing is saved yet." in page(guest)


def test_what_was_taken_down_is_named():
    guest = browser()
    listing = make_listing(title="Red chair")
    guest.post("/favourites/add", {"listing": listing.pk})
    Availability.objects.update(status="withdrawn", ended_at=NOW)

    text = page(guest)

    assert "No longer to be had" in text
    assert "<li>Red chair</li>" in text


def test_looking_leaves_no_trace():
    response = browser().get("/favourites")

    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize("listing", ["", "x", "-1", "9" * 30, "\x00"])
def test_nonsense_is_answered_in_words(listing):
    guest = browser()

    response = guest.post("/favourites/add", {"listing": listing}, follow=True)

    assert "This listing is no longer there, so it cannot be saved." in response.content.decode()
    assert HINT_COOKIE not in guest.cookies
    assert guest.post("/favourites/remove", {"listing": listing}).status_code == 302


def test_a_guest_who_logs_in_keeps_the_list():
    guest = browser()
    listing = make_listing(title="Red chair")
    guest.post("/favourites/add", {"listing": listing.pk})

    guest.force_login(make_user())

    assert "Red chair" in page(guest)
    assert Favourite.objects.get().token is None


def test_a_form_of_another_site_changes_nothing():
    response = Client(HTTP_SEC_FETCH_SITE="cross-site").post("/favourites/add", {"listing": make_listing().pk})

    assert response.status_code == 403
    assert not Favourite.objects.exists()
