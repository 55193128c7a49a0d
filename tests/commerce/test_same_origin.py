"""Forms without tokens: only pages of the shop may send them."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.urls import path

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def say(request):
    return HttpResponse(f"{request.method}: {request.POST.get('what', '')}")


urlpatterns = [path("cart/add", say), path("admin/anything", say)]


def post(client, address="/cart/add", **headers):
    return client.post(address, {"what": "a <b> & c"}, headers=headers)


@pytest.fixture
def client(client):
    client.handler.enforce_csrf_checks = True
    return client


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": settings.SITE_URL},
    ],
)
def test_a_form_of_the_shop_is_taken(client, headers):
    answer = post(client, **headers)

    assert (answer.status_code, answer.content) == (200, b"POST: a <b> & c")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": settings.SITE_URL},
        {"Origin": "null"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": f"{settings.SITE_URL}.elsewhere.example"},
        {"Referer": f"{settings.SITE_URL}/"},
    ],
)
def test_any_other_is_asked_to_confirm(client, headers):
    answer = post(client, **headers)

    assert answer.status_code == 403
    page = answer.content.decode()
    assert "<h1>Please confirm</h1>" in page
    assert '<input type="hidden" name="what" value="a &lt;b&gt; &amp; c">' in page


def test_who_confirms_is_heard(client):
    page = post(client).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]

    answer = client.post("/cart/add", {"what": "x", "csrfmiddlewaretoken": token})

    assert (answer.status_code, answer.content) == (200, b"POST: x")


def test_a_token_that_somebody_made_up_confirms_nothing(client):
    post(client)

    answer = client.post("/cart/add", {"what": "x", "csrfmiddlewaretoken": "a" * 64})

    assert answer.status_code == 403


def test_files_cannot_be_confirmed_and_the_page_says_so(client):
    with Path(__file__).open("rb") as file:
        page = client.post("/cart/add", {"file": file}).content.decode()

    assert "Files cannot be sent along this way" in page
    assert "<form method" not in page


def test_the_admin_wants_its_token_from_everybody(client):
    assert post(client, "/admin/anything", Origin=settings.SITE_URL).status_code == 403


def test_whoever_only_looks_is_asked_nothing(client):
    assert client.get("/cart/add", headers={"Sec-Fetch-Site": "cross-site"}).content == b"GET: "
