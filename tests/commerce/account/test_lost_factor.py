"""Somebody has lost their phone: an admin removes the second factor, and nobody else can."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from wagtail.models import ModelLogEntry

from commerce.notifications.letter import letter_of
from commerce.notifications.models import Notification
from tests.commerce.account.conftest import is_logged_in, log_in
from tests.factories.people import make_admin, make_moderator, make_user

pytestmark = pytest.mark.django_db


def careful(**fields):
    person = make_user(**fields)
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    return person


def factors(*people):
    return [Authenticator.objects.filter(user=one).count() for one in people]


def remove(client, *people):
    wanted = "&".join(f"id={one.pk}" for one in people)
    return client.post(f"/admin/bulk/accounts/user/remove_second_factor/?{wanted}&next=/admin/users/", follow=True)


@pytest.fixture
def admin(client):
    client.force_login(make_admin())
    return client


def test_an_admin_removes_it_and_the_person_is_told(admin):
    ada, bob = careful(name="Ada"), careful(name="Bob")

    page = remove(admin, ada).content.decode()

    assert factors(ada, bob) == [0, 2]
    assert "Second factor removed: 1." in page
    (mail,) = Notification.objects.all()
    assert (mail.kind, mail.recipient) == ("account-second-factor-off", ada)
    assert "The team of the shop has removed the second factor of your account" in letter_of(mail).body
    assert [(one.action, one.object_id) for one in ModelLogEntry.objects.filter(action__startswith="account.")] == [
        ("account.remove_second_factor", str(ada.pk))
    ]


def test_who_has_none_gets_no_mail(admin):
    plain = make_user()

    page = remove(admin, plain).content.decode()

    assert "Second factors removed: 0." in page
    assert not Notification.objects.exists()
    assert not ModelLogEntry.objects.filter(action__startswith="account.").exists()


def test_the_page_asks_first(admin):
    ada = careful(name="Ada")

    page = admin.get(f"/admin/bulk/accounts/user/remove_second_factor/?id={ada.pk}").content.decode()

    assert "Be sure that it is really they who ask" in page
    assert factors(ada) == [2]


def test_admins_do_not_remove_their_own_here(client):
    admin = make_admin()
    TOTP.activate(admin, generate_totp_secret())
    client.force_login(admin)

    remove(client, admin)

    assert factors(admin) == [1]


@pytest.mark.parametrize("maker", [make_moderator, make_user])
def test_nobody_else_may(client, maker):
    ada = careful()
    client.force_login(maker())

    remove(client, ada)

    assert factors(ada) == [2]
    assert not Notification.objects.exists()


def test_open_sessions_end(admin, browser, ada):
    log_in(browser, ada.email)
    TOTP.activate(ada, generate_totp_secret())
    before = is_logged_in(browser)

    remove(admin, ada)

    assert (before, is_logged_in(browser)) == (True, False)
