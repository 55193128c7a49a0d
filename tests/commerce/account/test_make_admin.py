import io

import pytest
from django.core.management import CommandError, call_command

from cms.accounts.models import User
from cms.accounts.roles import Role
from cms.accounts.services import suspend
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def make_admin(*words):
    out = io.StringIO()
    call_command("make_admin", *words, stdout=out)
    return out.getvalue().splitlines()


def test_the_first_admin_chooses_a_password_by_the_link_and_it_works_once(client, settings):
    with pytest.raises(CommandError, match="There is no admin with a password yet"):
        make_admin("--look")

    _, link = make_admin("owner@markt.test")

    assert link.startswith(f"{settings.SITE_URL}/account/")
    path = link.removeprefix(settings.SITE_URL)
    form = client.get(path, follow=True)
    words = {"password1": "a-good-long-password", "password2": "a-good-long-password"}
    client.post(form.request["PATH_INFO"], words, headers={"Origin": settings.SITE_URL})
    admin = User.objects.get(email="owner@markt.test")
    assert admin.check_password("a-good-long-password")
    assert (admin.role, admin.is_superuser) == (Role.ADMIN, True)
    assert make_admin("--look") == []
    client.logout()
    client.get(path, follow=True)
    assert "password1" not in client.get(path, follow=True).content.decode()


def test_somebody_who_is_here_becomes_an_admin_and_keeps_the_password():
    person = make_user(email="anna@markt.test", role=Role.SELLER)
    password = person.password

    make_admin("Anna@markt.test")

    person.refresh_from_db()
    assert (person.role, person.is_superuser, person.password) == (Role.ADMIN, True, password)


def test_a_suspended_person_or_no_address_is_refused():
    person = make_user(email="anna@markt.test")
    suspend(person.pk)

    for words, why in (
        (("anna@markt.test",), "is suspended or closed"),
        (("no-address",), "valid email address"),
        ((), "Whom?"),
    ):
        with pytest.raises(CommandError, match=why):
            make_admin(*words)
    person.refresh_from_db()
    assert person.role == Role.BUYER
