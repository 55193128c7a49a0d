import pytest
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

from cms.accounts import services
from cms.site.models import GeneralSettings
from commerce.notifications.models import Notification
from tests.factories.people import PASSWORD, make_admin, make_editor, make_moderator, make_seller, make_user

pytestmark = pytest.mark.django_db

PAGES = (
    "/admin/",
    "/admin/users/",
    "/admin/pages/",
    "/admin/images/",
    "/admin/account/",
    "/admin/settings/shop_site/appearance/",
)


def log_in(client, email, password=PASSWORD):
    return client.post("/admin/login/", {"username": email, "password": password, "next": "/admin/"})


def test_the_log_in_asks_for_an_address(client):
    page = client.get("/admin/login/").content.decode()

    assert 'placeholder="Enter your e-mail address"' in page


@pytest.mark.parametrize(
    ("asked", "shop", "words"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "en", "Anmelden"),
        ("en-GB,en", "de", "Sign in"),
        ("fr", "de", "Anmelden"),
        ("", "de", "Anmelden"),
        ("fr;q=0.5,*", "en", "Sign in"),
    ],
)
def test_the_log_in_speaks_as_the_browser_asks_or_as_the_shop_does(client, asked, shop, words):
    GeneralSettings.objects.update(language=shop)

    answer = client.get("/admin/login/", headers={"accept-language": asked})
    refused = client.post("/admin/login/", {"username": "x", "password": "y"}, headers={"accept-language": asked})

    lang = "de" if words == "Anmelden" else "en"
    for page in (answer, refused):
        assert f'<html lang="{lang}"' in page.content.decode()
        assert words in page.content.decode()
        assert "Accept-Language" in page["Vary"]
        assert {"de": "Passwort", "en": "Password"}[lang] in page.content.decode()
    sentence = {"de": "Kein Konto hat diese E-Mail-Adresse", "en": "No account has this e-mail address"}[lang]
    assert sentence in refused.content.decode()


def test_groups_and_permissions_have_names_in_the_language_of_the_admin(client):
    admin = make_admin()
    UserProfile.objects.create(user=admin, preferred_language="de")
    client.force_login(admin)
    own = Group.objects.create(name="Fotografen")
    moderators = Group.objects.get(name="moderator")

    listed = client.get("/admin/groups/").content.decode()
    one = client.get(f"/admin/groups/edit/{moderators.pk}/").content.decode()

    assert all(name in listed for name in ("Moderation", "Redaktion", own.name))
    assert "Darf veröffentlichen" in one
    assert "Can publish" not in one
    assert str(moderators) == "Moderator"


def test_who_forgot_the_password_is_led_to_the_shops_own_page_and_gets_a_mail(client):
    make_editor(email="ada@example.org", password=PASSWORD)

    page = client.get("/admin/login/").content.decode()
    client.post("/account/password/reset", {"email": "ADA@example.org"}, headers={"sec-fetch-site": "same-origin"})

    assert 'href="/account/password/reset"' in page
    assert client.post("/admin/password_reset/", {"email": "ada@example.org"}).status_code == 404
    [notification] = Notification.objects.all()
    assert (notification.kind, notification.address) == ("account-reset", "ada@example.org")


def test_the_account_page_leads_to_password_and_second_factor(client):
    client.force_login(make_editor())

    assert 'href="/account/security"' in client.get("/admin/account/").content.decode()


@pytest.mark.parametrize("email", ["ada@example.org", "ADA@Example.ORG", " ada@example.org "])
def test_staff_logs_in_by_address_in_whatever_case(client, email):
    make_editor(email="ada@example.org", password=PASSWORD)

    response = log_in(client, email)

    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ada@example.org", "wrong"),
        ("ada@example.org", PASSWORD.upper()),
        ("nobody@example.org", PASSWORD),
        ("ada@example.org\0", PASSWORD),
        ("", ""),
    ],
)
def test_a_wrong_password_or_address_is_refused_alike(client, email, password):
    make_editor(email="ada@example.org", password=PASSWORD)

    response = log_in(client, email, password)

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_suspended_person_is_refused(client):
    editor = make_editor(email="ada@example.org", password=PASSWORD)
    services.suspend(editor.pk, reason="On leave.")

    wrong = log_in(client, "ada@example.org", "guessed wrong").content.decode()
    right = log_in(client, "ada@example.org").content.decode()

    assert "No account has" in wrong
    assert "On leave." not in wrong
    assert "This account is suspended. On leave." in right
    assert "_auth_user_id" not in client.session


def test_a_suspension_ends_a_session_that_is_open(client):
    editor = make_editor()
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200

    services.suspend(editor.pk)

    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"


@pytest.mark.parametrize("make", [make_user, make_seller])
@pytest.mark.parametrize("page", PAGES)
def test_buyers_and_sellers_are_sent_away(client, make, page):
    client.force_login(make())

    response = client.get(page)

    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={page}")


@pytest.mark.parametrize("page", PAGES)
def test_strangers_are_sent_to_the_log_in(client, page):
    assert client.get(page)["Location"] == f"/admin/login/?next={page}"


@pytest.mark.parametrize(
    ("make", "page"),
    [
        (make_moderator, "/admin/users/new/"),
        (make_moderator, "/admin/groups/"),
        (make_editor, "/admin/users/"),
        (make_editor, "/admin/users/new/"),
        (make_editor, "/admin/groups/"),
    ],
)
def test_moderators_and_editors_do_not_manage_people(client, make, page):
    client.force_login(make())

    response = client.get(page)

    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_an_editor_reaches_pages_pictures_and_the_look(client):
    client.force_login(make_editor())

    pages = ("/admin/pages/", "/admin/images/", "/admin/images/add/", "/admin/images/chooser/", PAGES[-1])
    reached = [client.get(page, follow=True) for page in pages]

    assert [response.status_code for response in reached] == [200] * len(pages)
    assert [response.request["PATH_INFO"] for response in reached if response.request["PATH_INFO"] == "/admin/"] == []


def test_a_moderator_does_not_change_the_look(client):
    client.force_login(make_moderator())

    assert client.get(PAGES[-1], follow=True).redirect_chain[-1] == ("/admin/", 302)


@pytest.mark.parametrize("page", PAGES)
def test_an_admin_reaches_everything(client, page):
    client.force_login(make_admin())

    assert client.get(page, follow=True).status_code == 200


def test_the_admin_asks_nobody_else_for_portraits(client):
    client.force_login(make_admin())

    assert "gravatar" not in client.get("/admin/users/").content.decode()
