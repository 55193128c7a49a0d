"""The way of mails: shown without secrets, and tried out."""

import smtplib
import socket
import ssl

import pytest
from django.core import mail

from commerce.notifications import set_up
from tests.factories.people import make_admin, make_editor

pytestmark = pytest.mark.django_db

PAGE = "/admin/mail-set-up/"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def admin(client):
    client.force_login(make_admin(email="root@example.org"))
    return client


@pytest.fixture
def server(settings):
    """Settings of a server that is not there."""
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "shop", "very-secret-42"
    settings.EMAIL_USE_TLS = True


def test_it_is_shown_without_the_password(admin, server):
    page = admin.get(PAGE).content.decode()

    assert "127.0.0.1:1" in page
    assert "STARTTLS" in page
    assert 'value="root@example.org"' in page
    assert "very-secret-42" not in page


def test_a_test_goes_to_the_address(admin):
    page = admin.post(PAGE, {"address": "me@example.org"}).content.decode()

    assert [one.to for one in mail.outbox] == [["me@example.org"]]
    assert "Written, but not to a mail server" in page


def test_a_server_that_does_not_answer_is_told_in_words(admin, server):
    page = admin.post(PAGE, {"address": "me@example.org"}).content.decode()

    assert "Nothing answers at 127.0.0.1, port 1. Look at EMAIL_URL." in page
    assert "very-secret-42" not in page


def test_no_address_sends_nothing(admin):
    answer = admin.post(PAGE, {"address": "me@"})

    assert answer.status_code == 422
    assert 'value="me@"' in answer.content.decode()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            smtplib.SMTPAuthenticationError(535, b"5.7.8 Bad\r\ncredentials"),
            "The server refuses user name or password. It says: 535 5.7.8 Bad credentials",
        ),
        (
            smtplib.SMTPRecipientsRefused({"me@example.org": (550, b"No such user")}),
            "The server does not take mails to this address. It says: 550 No such user",
        ),
        (
            smtplib.SMTPSenderRefused(553, b"Not yours", "a@example.org"),
            "The server does not take mails from this sender. It says: 553 Not yours",
        ),
        (socket.gaierror(-2, "unknown"), "Nobody knows a server called 127.0.0.1. Look at EMAIL_URL."),
        (TimeoutError(), "127.0.0.1, port 1 does not answer in time. A firewall may be between."),
        (ssl.SSLError("wrong version"), "The encryption with 127.0.0.1 failed: SSLError: ('wrong version',)"),
        (smtplib.SMTPServerDisconnected("gone"), "The mail was not sent: SMTPServerDisconnected: gone"),
    ],
)
def test_what_goes_wrong_is_said_in_words(server, error, words):
    assert set_up.in_words(error) == words


def test_only_admins_try_it(client):
    client.force_login(make_editor())

    assert client.post(PAGE, {"address": "me@example.org"}).status_code == 302
    assert mail.outbox == []
