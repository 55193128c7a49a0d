"""Somebody whom the shop has made gets a link that sets their first password, once."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core import mail

from cms.accounts.inviting import invite
from commerce.account.services import has_verified_email
from commerce.notifications.models import Notification
from commerce.notifications.sending import Outcome, send, send_due
from commerce.notifications.services import notify_many
from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db

SAME_ORIGIN = {"Origin": settings.SITE_URL}


def link() -> str:
    return re.findall(r"/account/password/reset/[^\s\"<]+-[^\s\"<]+", str(mail.outbox[-1].body))[0]


def test_the_link_of_the_mail_sets_the_password_and_confirms_the_address_once(client):
    person = make_user(email="ada@example.org")
    assert invite([person.pk]) == 1
    assert send_due() == 1
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["ada@example.org"], "Your account is ready")
    path = link()

    form = client.get(path, follow=True)
    address = form.request["PATH_INFO"]
    client.post(address, {"password1": "seven wild horses"}, headers=SAME_ORIGIN)

    person.refresh_from_db()
    assert person.check_password("seven wild horses")
    assert has_verified_email(person)
    client.logout()
    again = client.get(path, follow=True)
    assert "password1" not in again.content.decode()


def test_the_outbox_keeps_no_link():
    person = make_user()
    invite([person.pk])

    assert Notification.objects.get().context == {"invited": person.pk}


def test_who_has_a_password_by_the_time_of_the_mail_is_told_to_log_in():
    person = make_user()
    invite([person.pk])
    person.set_password(PASSWORD)
    person.save()

    assert send(Notification.objects.get().pk) is Outcome.SENT
    assert "/account/login" in mail.outbox[0].body
    assert "/account/password/reset/" not in mail.outbox[0].body


def test_a_kind_that_people_may_decline_is_not_sent_to_many():
    with pytest.raises(ValueError, match="review-waiting"):
        notify_many("review-waiting", {make_user().pk: {}})
