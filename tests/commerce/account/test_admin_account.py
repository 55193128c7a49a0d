"""The admin's account page changes nothing that the shop's own asks for the password."""

import pytest

from tests.factories.people import PASSWORD, make_moderator

pytestmark = pytest.mark.django_db


def test_neither_the_address_nor_the_password_is_changed_there(client):
    person = make_moderator()
    client.force_login(person)
    before = (person.email, person.password)

    page = client.get("/admin/account/").content.decode()
    client.post(
        "/admin/account/",
        {
            "name_email-email": "other@shop.example",
            "password-old_password": PASSWORD,
            "password-new_password1": "a long new phrase 7",
            "password-new_password2": "a long new phrase 7",
        },
    )

    assert "password-old_password" not in page
    assert "name_email-email" not in page
    person.refresh_from_db()
    assert (person.email, person.password) == before


def test_a_lost_password_is_a_matter_of_the_shop(client):
    assert client.get("/admin/password_reset/").status_code == 404
