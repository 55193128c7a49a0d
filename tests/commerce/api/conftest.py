"""A program with a token, and one without."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from commerce.api.tokens import SCOPES, make_token


class Program:
    """Sends JSON, with a token where it has one."""

    def __init__(self, secret=None, **headers):
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {secret}", **headers} if secret else headers

    def send(self, method, path, body=None, **headers):
        data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.generic(method, f"/api{path}", headers={**self.headers, **headers}, **data)

    def get(self, path, status=200):
        return self._checked(self.send("GET", path), status)

    def post(self, path, body=None, status=200, **headers):
        return self._checked(self.send("POST", path, body, **headers), status)

    def put(self, path, body=None, status=200):
        return self._checked(self.send("PUT", path, body), status)

    def delete(self, path, status=204):
        return self._checked(self.send("DELETE", path), status)

    def _checked(self, answer, status):
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer.json() if answer.content else None


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


@pytest.fixture
def program():
    """`program(person)` has all scopes; `program(person, "read")` has that one; `program()` is nobody's."""

    def _program(person=None, *scopes, days=90, **headers):
        if person is None:
            return Program(**headers)
        _, secret = make_token(person.pk, "Test", scopes or tuple(SCOPES), days=days, now=timezone.now())
        return Program(secret, **headers)

    return _program


@pytest.fixture
def page_of():
    """A script on a page of the shop, where somebody is logged in."""

    def _page(person, **headers):
        made = Program(**{"Sec-Fetch-Site": "same-origin", "Origin": settings.SITE_URL, **headers})
        made.client.force_login(person)
        return made

    return _page


@pytest.fixture
def in_days():
    return lambda days: timezone.now() + timedelta(days=days)
