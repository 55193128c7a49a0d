import pytest

from commerce.notifications import kinds, services
from commerce.notifications.letter import letter_of
from commerce.notifications.models import Declined, Notification
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _news(monkeypatch):
    monkeypatch.setattr(kinds, "_labels", {"news": lambda: "News", "tips": lambda: "Tips"})


@pytest.fixture
def link(monkeypatch):
    """The address that a mail program calls to end the mails of Ada's kind."""
    monkeypatch.setattr("sitegen.dynamic.render_mail", lambda *_: ("News", "<p>News</p>"))
    user = make_user(name="Ada")
    letter = letter_of(services.notify(user.pk, "news", {}))
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter.extra_headers["List-Unsubscribe"]
    assert address.startswith("<http://localhost:8000/account/mails/unsubscribe/")
    return address.removeprefix("<http://localhost:8000").removesuffix(">")


def declined():
    return list(Declined.objects.values_list("user__name", "kind"))


def test_a_mail_program_ends_mails_by_one_click(client, link):
    response = client.post(link, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert declined() == [("Ada", "news")]


def test_looking_at_the_link_changes_nothing(client, link):
    response = client.get(link)

    assert response.status_code == 200
    assert "Mails about: News" in response.content.decode()
    assert declined() == []


@pytest.mark.parametrize("token", ["1.news", "1.news:abc", "x"])
def test_a_link_that_was_not_made_here_is_not_found(client, token):
    assert client.post(f"/account/mails/unsubscribe/{token}").status_code == 404
    assert declined() == []


def test_the_link_of_somebody_who_is_gone_is_not_found(client, link):
    Notification.objects.get().recipient.delete()

    assert client.post(link).status_code == 404


def test_people_choose_which_mails_they_want(client, settings):
    user = make_user(name="Ada")
    client.force_login(user)
    origin = {"Origin": settings.SITE_URL}

    assert client.post("/account/mails", {"kind": ["tips"]}, headers=origin).status_code == 302
    assert declined() == [("Ada", "news")]
    page = client.get("/account/mails").content.decode()
    assert 'value="tips" checked' in page
    assert 'value="news" checked' not in page
    assert "Your choice is stored." in page

    client.post("/account/mails", {"kind": ["tips", "news", "no such kind"]}, headers=origin)
    assert declined() == []


def test_a_guest_is_asked_to_log_in(client):
    assert client.get("/account/mails").status_code == 302
