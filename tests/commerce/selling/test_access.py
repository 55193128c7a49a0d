"""Who gets to the desk, and what others are told."""

import pytest
from django.conf import settings

from cms.catalog.models import Listing
from tests.factories.goods import make_listing
from tests.factories.people import make_seller, make_user

pytestmark = pytest.mark.django_db

ACTS = ("publish", "withdraw", "relist", "sold", "copy", "renew", "delete-draft")
PAGES = ("/sell", "/sell/new", "/sell/{id}", "/sell/{id}/preview")


@pytest.mark.parametrize("page", PAGES)
def test_a_guest_is_led_to_the_log_in_and_back(client, page):
    path = page.format(id=make_listing().pk)

    response = client.get(path)

    assert (response.status_code, response["Location"]) == (302, f"/account/login?next={path}")


@pytest.mark.parametrize("act", ACTS)
def test_a_guest_changes_nothing(client, stored, act):
    listing = make_listing()
    before = stored(listing.pk)

    response = client.post(f"/sell/{listing.pk}/{act}", headers={"Origin": settings.SITE_URL})

    assert (response.status_code, response["Location"]) == (302, "/account/login?next=/sell")
    assert (stored(listing.pk), Listing.objects.count()) == (before, 1)


def test_a_buyer_is_told_how_to_become_a_seller(client):
    client.force_login(make_user())

    response = client.get("/sell")

    assert response.status_code == 200
    assert 'action="/account/become-seller"' in response.content.decode()


def test_a_buyer_cannot_send_the_form(client, said):
    client.force_login(make_user())

    response = client.post("/sell/new", said(), headers={"Origin": settings.SITE_URL})

    assert response.status_code == 403
    assert not Listing.objects.exists()


def test_a_seller_without_a_confirmed_address_is_told_so(client, said):
    client.force_login(make_seller())

    page = client.get("/sell/new")
    sent = client.post("/sell/new", said(), headers={"Origin": settings.SITE_URL})

    assert (page.status_code, sent.status_code) == (200, 403)
    assert "Confirm your e-mail address" in page.content.decode()
    assert not Listing.objects.exists()


@pytest.mark.parametrize("page", PAGES[2:])
def test_the_listing_of_somebody_else_is_as_if_it_were_not_there(stranger, page):
    listing = make_listing()

    assert stranger.get(page.format(id=listing.pk)).status_code == 404


@pytest.mark.parametrize("act", ACTS)
def test_an_act_on_the_listing_of_somebody_else_is_404_and_changes_nothing(stranger, stored, act):
    listing = make_listing()
    before = stored(listing.pk)

    response = stranger.post(f"/sell/{listing.pk}/{act}")

    assert response.status_code == 404
    assert (stored(listing.pk), Listing.objects.count()) == (before, 1)


def test_the_form_of_somebody_elses_listing_cannot_be_sent(stranger, stored, said):
    listing = make_listing()
    before = stored(listing.pk)

    assert stranger.post(f"/sell/{listing.pk}", said()).status_code == 404
    assert stored(listing.pk) == before


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_a_post(desk, seller, act):
    listing = make_listing(seller=seller)

    assert desk.get(f"/sell/{listing.pk}/{act}").status_code == 405


def test_an_unknown_act_is_404(desk, seller):
    listing = make_listing(seller=seller)

    assert desk.post(f"/sell/{listing.pk}/burn").status_code == 404


def test_a_form_of_another_site_is_not_taken(desk, seller, stored):
    listing = make_listing(seller=seller)
    before = stored(listing.pk)

    response = desk.client.post(f"/sell/{listing.pk}/withdraw", headers={"Origin": "https://evil.example"})

    assert response.status_code == 403
    assert stored(listing.pk) == before


@pytest.mark.parametrize("path", ["/sell/0", "/sell/99999999999999999", "/sell/999999999999999999999", "/sell/x"])
def test_a_number_that_nobody_has_is_404(desk, path):
    assert desk.get(path).status_code == 404
