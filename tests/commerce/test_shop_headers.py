"""What every answer to a shopper says, and when scripts may ask who is here."""

import pytest
from django.http import HttpResponse
from django.urls import path
from django.utils import translation

from cms.contract.serving import PAGE_HEADERS
from cms.site.models import GeneralSettings
from commerce.me import me

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def plain(request):
    return HttpResponse(translation.get_language())


def remember(request):
    request.session["something"] = 1
    return HttpResponse()


def forget(request):
    request.session.flush()
    return HttpResponse()


urlpatterns = [
    path("cart", plain),
    path("cart/remember", remember),
    path("cart/forget", forget),
    path("api/me", me),
    path("healthz", plain),
]


def test_pages_are_protected_and_kept_by_nobody(client):
    answer = client.get("/cart")

    assert {name: answer[name] for name in PAGE_HEADERS} == PAGE_HEADERS
    assert answer["Cache-Control"] == "private, no-store"


def test_they_speak_the_language_of_the_shop(client):
    settings = GeneralSettings.load()
    settings.language = "de"
    settings.save()

    assert client.get("/cart").content == b"de"
    assert client.get("/healthz").content == b"en"


def test_who_leaves_no_trace_gets_no_cookie(client):
    answer = client.get("/cart")

    assert answer.cookies == {}


def test_the_hint_comes_with_a_session_and_goes_with_it(client):
    given = client.get("/cart/remember").cookies["cataloro_hint"]
    taken = client.get("/cart/forget").cookies["cataloro_hint"]

    assert (given.value, given["httponly"], given["samesite"]) == ("1", "", "Lax")
    assert (taken.value, taken["max-age"]) == ("", 0)


def test_a_guest_has_no_name_and_nothing_that_counts(client):
    assert client.get("/api/me").json() == {"name": "", "counts": {}}
