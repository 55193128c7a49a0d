import io
import json
import zipfile

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from cms.catalog.models import Availability, Listing
from cms.contract.records import ListingStatus
from cms.pictures.files import original_path
from cms.site.models import GeneralSettings
from commerce.account import access, closing, own_data, services
from commerce.account.errors import NotClosable
from commerce.notifications.services import notify
from tests.commerce.account.conftest import is_logged_in, log_in, new_browser, sign_up
from tests.factories.goods import FIRST_DAY, make_listing, make_photo
from tests.factories.people import PASSWORD, make_admin, make_seller, make_user, profile_of

pytestmark = pytest.mark.django_db

PAGES = (
    "/account",
    "/account/profile",
    "/account/security",
    "/account/data",
    "/account/close",
    "/account/email",
    "/account/password/change",
    "/account/sessions",
    "/account/2fa",
    "/account/logout",
    "/account/reauthenticate",
)
OPEN_PAGES = (
    "/account/login",
    "/account/signup",
    "/account/confirm",
    "/account/inactive",
    "/account/password/reset",
    "/account/password/reset/sent",
    "/account/password/reset/done",
)


def nora_logs_in(**fields):
    nora = make_seller(email="nora@example.org", name="Nora Berg", password=PASSWORD, **fields)
    services.confirm_address(nora.pk, nora.email)
    browser = new_browser()
    log_in(browser, nora.email)
    return browser, nora


def close(browser, password=PASSWORD, **fields):
    return browser.post("/account/close", {"password": password, "sure": "on", **fields})


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_ones_own_is_in_the_look_of_the_shop_and_for_the_person_alone(adas, path):
    response = adas.get(path)

    assert response.status_code == 200
    assert 'class="footer"' in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    stranger = new_browser().get(path)
    assert stranger.status_code == 302
    assert stranger["Location"] in (f"/account/login?next={path}", "/")


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_every_page_before_the_log_in_is_in_the_look_of_the_shop(browser, path):
    response = browser.get(path)

    assert response.status_code == 200
    page = response.content.decode()
    assert 'class="footer"' in page
    assert "csrfmiddlewaretoken" not in page
    assert "<title> " not in page


@pytest.mark.parametrize("path", [*PAGES, *OPEN_PAGES])
def test_a_slash_at_the_end_is_no_second_address(browser, path):
    assert browser.get(f"{path}/").status_code in {301, 404}


def test_the_overview_tells_who_one_is_and_leads_everywhere(adas, ada):
    page = adas.get("/account").content.decode()

    assert ada.label in page
    for path in ("/orders", "/cart", "/messages", "/account/profile", "/account/security", "/account/data"):
        assert f'href="{path}"' in page
    assert "not confirmed" not in page


def test_what_can_be_changed_is_not_changed_by_looking(adas):
    assert adas.get("/account/start-selling").status_code == 405
    assert adas.get("/account/data/export").status_code == 405


# Profile


def test_a_buyer_has_a_name_alone(adas, ada):
    assert "What others see" not in adas.get("/account/profile").content.decode()

    adas.post("/account/profile", {"name": " Ada King ", "display_name": "x"})

    ada.refresh_from_db()
    assert ada.name == "Ada King"
    assert not hasattr(ada, "seller_profile")


@pytest.mark.both_databases
def test_a_buyer_becomes_a_seller_in_one_step(adas, ada):
    response = adas.post("/account/start-selling")

    assert response["Location"] == "/account/profile"
    ada.refresh_from_db()
    assert (ada.role, profile_of(ada).display_name) == ("seller", "Ada L.")
    assert list(ada.groups.values_list("name", flat=True)) == ["seller"]
    assert is_logged_in(adas)


def test_an_admin_who_presses_it_stays_an_admin():
    root = make_admin(email="root@example.org", password=PASSWORD)
    browser = new_browser()
    log_in(browser, root.email)

    browser.post("/account/start-selling")

    root.refresh_from_db()
    assert (root.role, root.is_superuser) == ("admin", True)


def test_a_seller_tells_others_who_they_are():
    browser, nora = nora_logs_in()

    browser.post(
        "/account/profile", {"name": "Nora Berg", "display_name": "Nora’s attic", "city": "Bonn", "text": "Old things."}
    )

    profile = profile_of(nora)
    assert (profile.display_name, profile.city, profile.text) == ("Nora’s attic", "Bonn", "Old things.")
    assert f"/seller/{nora.number}-noras-attic" in browser.get("/account/profile").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "This field is required."),
        ("name", "a\x07b", "control character"),
        ("display_name", "<b>Nora", "A name has no &lt; and no &gt;: leave them out."),
        ("city", "🦊", "The name of a town has letters, digits, spaces and"),
        ("display_name", "\u200b", "Write something that can be seen."),
        ("display_name", "x" * 61, "at most 60"),
        ("text", "x" * 2001, "at most 2000"),
        ("city", "a\u202eb", "control character"),
    ],
)
def test_a_profile_that_is_refused_changes_nothing_and_loses_nothing(field, value, message):
    browser, nora = nora_logs_in(city="Bonn")
    values = {"name": "Other", "display_name": "Other name", "city": "Köln", "text": "Kept."}

    page = browser.post("/account/profile", {**values, field: value}).content.decode()

    assert message in page
    if field != "text":
        assert "Kept." in page
    nora.refresh_from_db()
    assert (nora.name, profile_of(nora).display_name, profile_of(nora).city) == ("Nora Berg", "Nora B.", "Bonn")


def test_what_others_write_is_never_markup(adas, ada):
    get_user_model().objects.filter(pk=ada.pk).update(name="<script>alert(1)</script>")

    page = adas.get("/account").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


# One's data


def test_the_export_has_everything_of_the_person_and_nothing_of_others(monkeypatch):
    browser, nora = nora_logs_in(city="Bonn")
    photo = make_photo(make_listing(seller=nora, title="Red chair", price_cents=1250))
    make_listing(title="Somebody else’s")
    file = original_path(photo.picture)
    file.parent.mkdir(parents=True)
    file.write_bytes(b"picture")
    monkeypatch.setattr(own_data, "_parts", {"orders": lambda user_id: [{"buyer": user_id, "when": FIRST_DAY}]})

    response = browser.post("/account/data/export")

    assert response["Content-Disposition"].startswith(f'attachment; filename="{nora.label}-')
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert sorted(archive.namelist()) == [
        "listings.json",
        "orders.json",
        "person.json",
        f"photos/{photo.listing_id}-1.jpg",
    ]
    person = json.loads(archive.read("person.json"))
    assert (person["number"], person["email"], person["profile"]["city"]) == (nora.label, nora.email, "Bonn")
    assert "password" not in person
    (chair,) = json.loads(archive.read("listings.json"))
    assert (chair["title"], chair["price"], chair["status"]) == ("Red chair", "12.50", "live")
    assert chair["photos"] == [f"photos/{photo.listing_id}-1.jpg"]
    assert archive.read(chair["photos"][0]) == b"picture"
    assert json.loads(archive.read("orders.json")) == [{"buyer": nora.pk, "when": "2026-03-01T12:00:00Z"}]


# The end


@pytest.mark.both_databases
def test_a_closed_account_leaves_a_number_and_the_books():
    browser, nora = nora_logs_in(city="Bonn", text="Old things.")
    number = nora.number
    live = make_listing(seller=nora)
    sold = make_listing(seller=nora, status=ListingStatus.SOLD)
    draft = make_listing(seller=nora, live=False)
    notify(nora.pk, "account-reset", {"path": "/x"})
    other = new_browser()
    log_in(other, nora.email)

    response = close(browser)

    assert response["Location"] == "/account/login"
    assert "Your account is closed." in browser.get("/account/login").content.decode()
    gone = get_user_model().objects.get(pk=nora.pk)
    assert (gone.number, gone.name, gone.email, gone.is_active) == (
        number,
        "Former member",
        f"u-{number:06d}@erased.invalid",
        False,
    )
    profile = profile_of(gone)
    assert (profile.display_name, profile.slug, profile.city, profile.text) == (
        "Former member",
        "former-member",
        "",
        "",
    )
    assert not gone.has_usable_password()
    assert Availability.objects.get(listing=live).status == ListingStatus.WITHDRAWN
    assert Availability.objects.get(listing=sold).status == ListingStatus.SOLD
    assert not Listing.objects.filter(pk=draft.pk).exists()
    assert not EmailAddress.objects.exists()
    assert not gone.notifications.exists()
    assert not is_logged_in(browser)
    assert not is_logged_in(other)
    log_in(browser, "nora@example.org")
    assert not is_logged_in(browser)


def test_the_address_of_a_closed_account_is_free_again(adas, ada):
    close(adas)

    again = make_user(email="ada@example.org")

    assert again.number > ada.number


@pytest.mark.parametrize(
    ("fields", "message"),
    [({"password": "guessed wrong"}, "This is not your password."), ({"sure": ""}, "This field is required.")],
)
def test_nothing_is_closed_without_the_password_and_the_tick(adas, ada, fields, message):
    assert message in close(adas, **fields).content.decode()

    ada.refresh_from_db()
    assert ada.is_active
    assert ada.email == "ada@example.org"


def test_what_is_open_stands_against_it_in_words(adas, ada, monkeypatch):
    monkeypatch.setattr(closing, "_reasons", [lambda user_id: [f"Order {user_id} is open."]])
    assert f"Order {ada.pk} is open." in adas.get("/account/close").content.decode()

    response = close(adas)

    assert response.status_code == 409
    assert f"Order {ada.pk} is open." in response.content.decode()
    ada.refresh_from_db()
    assert ada.is_active
    with pytest.raises(NotClosable) as refusal:
        services.close_account(ada.pk, now=FIRST_DAY)
    assert refusal.value.reasons == (f"Order {ada.pk} is open.",)


def test_other_packages_remove_theirs_in_the_same_transaction(adas, ada, monkeypatch):
    erased = []
    monkeypatch.setattr(closing, "_erasures", [erased.append])

    close(adas)

    assert erased == [ada.pk]


def test_who_works_here_hands_over_first():
    root = make_admin(email="root@example.org", password=PASSWORD)
    make_admin()
    browser = new_browser()
    log_in(browser, root.email)

    response = close(browser)

    assert response.status_code == 409
    root.refresh_from_db()
    assert (root.is_active, root.role) == (True, "admin")


# Doors for others


def test_a_confirmed_address_opens_the_door_that_others_use(rf, ada):
    def view(request):
        return "inside"

    door = access.verified_email_required(view)
    request = rf.get("/checkout")
    request.user = ada
    assert door(request) == "inside"


def test_without_one_the_door_says_how_to_get_it():
    person = make_user(email="imported@example.org", password=PASSWORD)

    assert not services.has_verified_email(person)
    EmailAddress.objects.create(user=person, email="other@example.org", verified=True)
    assert not services.has_verified_email(person)  # The present address counts.


def test_guests_have_no_confirmed_address(rf):
    response = Client().get("/account")
    assert not services.has_verified_email(response.wsgi_request.user)


def test_no_page_of_a_log_in_leaves_a_cookie(browser):
    for path in OPEN_PAGES:
        assert not browser.get(path).cookies, path
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"


def test_the_door_shows_the_way_to_a_confirmed_address(rf):
    person = make_user(email="imported@example.org")
    request = rf.get("/checkout")
    request.user = person

    response = access.verified_email_required(lambda _request: None)(request)

    assert response.status_code == 403
    assert 'name="action_send"' in response.content.decode()


def test_guests_are_led_to_the_log_in_by_the_door(rf):
    request = rf.get("/checkout?seller=3")
    request.user = AnonymousUser()

    response = access.verified_email_required(lambda _request: None)(request)

    assert response["Location"] == "/account/login?next=/checkout%3Fseller%3D3"


def test_a_german_shop_speaks_german_here_too(browser, ada):
    general = GeneralSettings.load()
    general.language = "de"
    general.save()

    page = log_in(browser, ada.email, "guessed wrong").content.decode()

    assert "<h1>Anmelden</h1>" in page
    assert "E-Mail-Adresse und Passwort passen nicht zusammen." in page
    refused = sign_up(browser, password1="password123", name="").content.decode()
    assert "Dieses Feld muss ausgefüllt werden." in refused
    assert "Dieses Passwort ist zu üblich." in refused
