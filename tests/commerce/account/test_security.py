import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from commerce.account.services import has_verified_email
from tests.commerce.account.conftest import (
    NEW_PASSWORD,
    is_logged_in,
    log_in,
    mails,
    new_browser,
    path_in_last_mail,
    sign_up,
)
from tests.factories.people import PASSWORD, make_admin, make_user

pytestmark = pytest.mark.django_db


def code_for(secret):
    counter = list(yield_hotp_counters_from_time())[1]
    return format_hotp_value(hotp_value(secret, counter))


def switch_on_second_factor(browser):
    browser.post("/account/reauthenticate", {"password": PASSWORD, "next": "/account/2fa/app"})
    browser.get("/account/2fa/app")
    secret = browser.session["mfa.totp.secret"]
    response = browser.post("/account/2fa/app", {"code": code_for(secret)})
    cache.clear()  # A code counts once; the next one is half a minute away.
    return secret, response


def ask_for_link(browser, email):
    return browser.post("/account/password/reset", {"email": email})


# Forgotten passwords


@pytest.mark.both_databases
def test_a_new_password_is_set_by_the_link_in_a_mail_and_ends_all_sessions(adas, ada):
    browser = new_browser()
    ask_for_link(browser, "ADA@example.org")
    assert mails() == [("account-reset", "ada@example.org")]
    link = path_in_last_mail()

    form = browser.get(link)["Location"]
    assert form.endswith("-set-password")  # The key is in the address no longer.
    response = browser.post(form, {"password1": NEW_PASSWORD})

    assert response["Location"] == "/account/password/reset/done"
    assert not is_logged_in(adas)
    ada.refresh_from_db()
    assert ada.check_password(NEW_PASSWORD)
    assert mails()[-1] == ("account-password-changed", "ada@example.org")
    assert "of no use any more" in new_browser().get(link).content.decode()


def test_nobody_learns_from_it_who_is_here(ada):
    make_user(email="gone@example.org", is_active=False)
    answers = []
    for email in ("nobody@example.org", ada.email, "gone@example.org"):
        browser = new_browser()
        response = ask_for_link(browser, email)
        page = browser.get(response["Location"]).content
        answers.append((response.status_code, response["Location"], sorted(response.cookies), page))

    assert answers[0] == answers[1] == answers[2]
    assert mails() == [
        ("account-unknown", "nobody@example.org"),
        ("account-reset", "ada@example.org"),
        ("account-unknown", "gone@example.org"),
    ]


def test_somebody_without_a_password_gets_one_and_the_address_counts_as_confirmed(browser):
    person = make_user(email="invited@example.org")
    ask_for_link(browser, person.email)
    browser.post(browser.get(path_in_last_mail())["Location"], {"password1": NEW_PASSWORD})

    log_in(browser, person.email, NEW_PASSWORD)

    assert is_logged_in(browser)
    assert has_verified_email(person)


def test_a_weak_new_password_is_refused(browser, ada):
    ask_for_link(browser, ada.email)

    response = browser.post(browser.get(path_in_last_mail())["Location"], {"password1": "password123"})

    assert "too common" in response.content.decode()
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


@pytest.mark.parametrize("key", ["1-x", "zzzzzzzzzzzzzz-x", "zzzzzzzzzzzzz-x", "1-set-password", "0-" + "a" * 300])
def test_a_forged_link_says_so(browser, key):
    assert "of no use any more" in browser.get(f"/account/password/reset/{key}").content.decode()


def ask_from(place, email):
    return Client(headers={"Origin": settings.SITE_URL}, REMOTE_ADDR=place).post(
        "/account/password/reset", {"email": email}
    )


def test_one_address_is_not_flooded_with_mails_and_nobody_is_shut_out_by_another(ada):
    answers = [ask_from("198.51.100.7", ada.email) for _ in range(5)]

    assert {(one.status_code, one["Location"]) for one in answers} == {(302, "/account/password/reset/sent")}
    assert len(mails()) == 3
    assert ask_from("203.0.113.9", ada.email).status_code == 302
    assert len(mails()) == 4
    link = path_in_last_mail()

    for number in range(1, 5):
        for _ in range(3):
            assert ask_from(f"198.51.100.{number}", ada.email).status_code == 302
    assert len(mails()) == 12
    browser = new_browser()
    browser.post(browser.get(link)["Location"], {"password1": NEW_PASSWORD})
    ada.refresh_from_db()
    assert ada.check_password(NEW_PASSWORD)


def test_one_place_cannot_ask_without_end(ada):
    statuses = [ask_from("198.51.100.7", f"nobody{number}@example.org").status_code for number in range(21)]

    assert statuses == [302] * 20 + [429]


# Changing password and address


def test_a_changed_password_ends_the_other_sessions_alone(adas, ada):
    other = new_browser()
    log_in(other, ada.email)

    response = adas.post("/account/password/change", {"oldpassword": PASSWORD, "password1": NEW_PASSWORD})

    assert response.status_code == 302
    assert is_logged_in(adas)
    assert not is_logged_in(other)
    assert mails() == [("account-password-changed", "ada@example.org")]


def test_the_present_password_is_asked_for(adas, ada):
    response = adas.post("/account/password/change", {"oldpassword": "guessed wrong", "password1": NEW_PASSWORD})

    assert "This is not your present password." in response.content.decode()
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def change_address(browser, email, password=PASSWORD):
    return browser.post("/account/email", {"action_add": "1", "email": email, "password": password})


@pytest.mark.both_databases
def test_another_address_counts_when_its_mail_has_been_opened(adas, ada):
    change_address(adas, "Ada@New.example")
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    assert has_verified_email(ada)
    assert mails() == [("account-confirm-change", "ada@new.example")]

    adas.post(path_in_last_mail())

    ada.refresh_from_db()
    assert ada.email == "ada@new.example"
    assert has_verified_email(ada)
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("ada@new.example", True, True)]
    assert mails()[-1] == ("account-address-changed", "ada@example.org")
    log_in(browser := new_browser(), "ada@new.example")
    assert is_logged_in(browser)


def test_nobody_learns_from_a_change_who_is_here(adas, ada):
    make_user(email="bob@example.org")
    answers = []
    for email in ("nobody@example.org", "bob@example.org"):
        response = change_address(adas, email)
        page = adas.get(response["Location"]).content.decode().replace(email, "")
        answers.append((response.status_code, response["Location"], page))

    assert answers[0] == answers[1]
    assert mails() == [("account-confirm-change", "nobody@example.org"), ("account-exists", "bob@example.org")]
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_an_address_that_somebody_else_took_meanwhile_is_refused(adas, ada):
    change_address(adas, "new@example.org")
    make_user(email="new@example.org")

    response = adas.post(path_in_last_mail(), follow=True)

    assert response.status_code == 200
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    assert has_verified_email(ada)


@pytest.mark.parametrize(
    ("email", "password", "message"),
    [
        ("new@example.org", "guessed wrong", "This is not your password."),
        ("ada@example.org", PASSWORD, "This is your address already."),
        ("new@", PASSWORD, "Enter a valid email address."),
    ],
)
def test_a_change_of_address_that_is_refused_sends_nothing(adas, email, password, message):
    assert message in change_address(adas, email, password).content.decode()
    assert mails() == []


def test_somebody_whom_the_shop_made_confirms_the_address_later():
    person = make_user(email="imported@example.org", password=PASSWORD)
    browser = new_browser()
    log_in(browser, person.email)
    assert not has_verified_email(person)
    assert "not confirmed yet" in browser.get("/account/email").content.decode()

    browser.post("/account/email", {"action_send": "1"})
    assert mails() == [("account-confirm-change", "imported@example.org")]
    browser.post(path_in_last_mail())

    assert has_verified_email(person)
    assert is_logged_in(browser)


def test_the_librarys_other_ways_to_change_addresses_are_closed():
    person = make_user(email="imported@example.org", password=PASSWORD)
    browser = new_browser()
    log_in(browser, person.email)
    change_address(browser, "other@example.org")

    for action in ("action_primary", "action_remove"):
        for email in ("other@example.org", "imported@example.org"):
            browser.post("/account/email", {action: "1", "email": email})

    person.refresh_from_db()
    assert person.email == "imported@example.org"


def test_a_second_try_of_another_address_replaces_the_first(adas, ada):
    change_address(adas, "typo@example.org")
    first = path_in_last_mail()
    change_address(adas, "new@example.org")

    assert "of no use any more" in adas.get(first).content.decode()
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


# Devices


def test_all_other_devices_are_logged_out_also_those_at_the_admin():
    root = make_admin(email="root@example.org", password=PASSWORD)
    here, shop, admin = new_browser(), new_browser(), new_browser()
    log_in(here, root.email)
    log_in(shop, root.email)
    admin.post("/admin/login/", {"username": root.email, "password": PASSWORD, "next": "/admin/"})
    page = here.get("/account/sessions").content.decode()
    assert page.count("from 127.0.0.1") == 3
    assert page.count("this device") == 1

    here.post("/account/sessions")

    assert is_logged_in(here)
    assert not is_logged_in(shop)
    assert not is_logged_in(admin)
    assert UserSession.objects.count() == 1


# Second factor


def test_with_a_second_factor_the_password_alone_lets_nobody_in(adas, ada, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        secret, response = switch_on_second_factor(adas)
    assert response["Location"] == "/account/2fa/codes"
    assert mails()[0] == ("account-second-factor-on", "ada@example.org")

    browser = new_browser()
    session = browser.session
    session["cart"] = "kept"
    session.save()
    assert log_in(browser, ada.email, next="/cart")["Location"] == "/account/2fa/authenticate"
    assert not is_logged_in(browser)
    wrong = browser.post("/account/2fa/authenticate", {"code": "000000"})
    assert "This code is not right" in wrong.content.decode()

    response = browser.post("/account/2fa/authenticate", {"code": code_for(secret)})

    assert response["Location"] == "/cart"
    assert is_logged_in(browser)
    assert browser.session["cart"] == "kept"


def test_a_code_for_emergencies_lets_in_once(adas, ada):
    switch_on_second_factor(adas)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assert code in adas.get("/account/2fa/codes/download").content.decode()

    for expected in (True, False):
        browser = new_browser()
        log_in(browser, ada.email)
        browser.post("/account/2fa/authenticate", {"code": code})
        assert is_logged_in(browser) == expected


def test_guessing_codes_has_to_wait(adas, ada):
    secret, _ = switch_on_second_factor(adas)
    browser = new_browser()
    log_in(browser, ada.email)
    for _ in range(5):
        browser.post("/account/2fa/authenticate", {"code": "000000"})

    response = browser.post("/account/2fa/authenticate", {"code": code_for(secret)})

    assert "Too many wrong tries." in response.content.decode()
    assert not is_logged_in(browser)


def test_the_log_in_of_the_admin_is_no_way_around_it(adas, ada):
    switch_on_second_factor(adas)
    browser = new_browser()

    response = browser.post("/admin/login/", {"username": ada.email, "password": PASSWORD})

    assert "Your account has a second factor." in response.content.decode()
    assert not is_logged_in(browser)


def test_nor_is_a_new_password_by_mail(adas, ada):
    switch_on_second_factor(adas)
    browser = new_browser()
    ask_for_link(browser, ada.email)
    browser.post(browser.get(path_in_last_mail())["Location"], {"password1": NEW_PASSWORD})

    assert log_in(browser, ada.email, NEW_PASSWORD)["Location"] == "/account/2fa/authenticate"
    assert not is_logged_in(browser)


def test_the_second_factor_is_changed_only_after_the_password(adas, ada):
    assert adas.get("/account/2fa/app")["Location"] == "/account/reauthenticate?next=%2Faccount%2F2fa%2Fapp"
    switch_on_second_factor(adas)
    other = new_browser()
    log_in(other, ada.email)
    other.post(
        "/account/2fa/authenticate",
        {"code": Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]},
    )
    assert "reauthenticate" in other.post("/account/2fa/app/remove")["Location"]
    assert Authenticator.objects.filter(type="totp").exists()

    adas.post("/account/2fa/app/remove")

    assert not Authenticator.objects.exists()
    assert mails()[-1] == ("account-second-factor-off", "ada@example.org")


def test_who_has_not_confirmed_the_address_has_no_second_factor():
    person = make_user(email="imported@example.org", password=PASSWORD)
    browser = new_browser()
    log_in(browser, person.email)
    browser.get("/account/email")

    response = browser.get("/account/2fa/app", follow=True)

    assert "Confirm your e-mail address first." in response.content.decode()
    assert not Authenticator.objects.exists()


def test_somebody_who_never_confirmed_is_asked_no_second_time_to_be_let_in(browser):
    sign_up(browser)
    ask_for_link(new_browser(), "eve@example.org")
    assert mails()[-1] == ("account-reset", "eve@example.org")
    other = new_browser()
    other.post(other.get(path_in_last_mail())["Location"], {"password1": "another long password"})

    log_in(other, "eve@example.org", "another long password")

    assert is_logged_in(other)
