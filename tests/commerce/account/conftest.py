"""Somebody with a browser that says where its forms come from, and what was put into the outbox for them."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from commerce.account.services import confirm_address
from commerce.notifications.models import Notification
from tests.factories.people import PASSWORD, make_user

NEW_PASSWORD = "seven green bottles"


@pytest.fixture(autouse=True)
def _nobody_has_tried_anything():
    """Failed log-ins are counted in a cache, which outlives a test where it is in memory."""
    cache.clear()


def new_browser(**headers):
    return Client(headers={"Origin": settings.SITE_URL, **headers})


@pytest.fixture
def browser():
    return new_browser()


@pytest.fixture
def ada():
    person = make_user(email="ada@example.org", name="Ada Lovelace", password=PASSWORD)
    confirm_address(person.pk, person.email)
    person.refresh_from_db()
    return person


@pytest.fixture
def adas(browser, ada):
    """Ada's browser, logged in."""
    log_in(browser, ada.email)
    return browser


def log_in(browser, email, password=PASSWORD, **more):
    return browser.post("/account/login", {"login": email, "password": password, **more})


def sign_up(browser, email="eve@example.org", path="/account/signup", **fields):
    values = {"role": "buyer", "name": "Eve Moneypenny", "email": email, "password1": NEW_PASSWORD, **fields}
    return browser.post(path, values)


def is_logged_in(browser):
    return browser.get("/account").status_code == 200


def mails():
    return [(one.kind, one.address or one.recipient.email) for one in Notification.objects.order_by("pk")]


def path_in_last_mail():
    return Notification.objects.latest("pk").context["path"]
