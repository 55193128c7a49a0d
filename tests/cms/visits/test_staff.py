"""Who runs the shop is marked in their own browser, so that their visits are not counted."""

from __future__ import annotations

import pytest

from cms.contract.serving import STAFF_COOKIE
from tests.factories.people import PASSWORD, make_admin, make_editor, make_moderator, make_seller, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [make_admin, make_editor, make_moderator])
def test_whoever_logs_in_to_the_admin_is_marked_at_once(client, make):
    person = make(password=PASSWORD)

    client.post("/admin/login/", {"username": person.email, "password": PASSWORD, "next": "/admin/"})

    mark = client.cookies[STAFF_COOKIE]
    assert (mark.value, mark["path"], mark["httponly"], mark["samesite"]) == ("1", "/", True, "Lax")
    assert mark["max-age"] == 365 * 24 * 60 * 60
    assert STAFF_COOKIE not in client.get("/admin/").cookies


@pytest.mark.parametrize("make", [make_user, make_seller])
def test_buyers_and_sellers_are_not(client, make):
    client.force_login(make())

    for address in ("/admin/", "/admin/login/", "/cart"):
        client.get(address)

    assert STAFF_COOKIE not in client.cookies


def test_nor_is_staff_that_has_only_been_in_the_shop(client):
    client.force_login(make_editor())

    client.get("/cart")

    assert STAFF_COOKIE not in client.cookies
