import time

import pytest
import time_machine
from django.contrib.auth.hashers import Argon2PasswordHasher

from cms.accounts import services
from tests.commerce.account.conftest import NEW_PASSWORD, is_logged_in, log_in, mails, new_browser, path_in_last_mail
from tests.factories.people import PASSWORD, make_admin, make_user

pytestmark = pytest.mark.django_db

MINUTES = 60


@pytest.mark.both_databases
@pytest.mark.parametrize("email", ["ada@example.org", " ADA@Example.Org "])
def test_one_logs_in_by_address_whatever_its_case(browser, ada, email):
    response = log_in(browser, email)

    assert (response.status_code, response["Location"]) == (302, "/account")
    assert is_logged_in(browser)
    assert "Ada Lovelace" in browser.get("/account").content.decode()


def test_a_session_gets_a_new_key_and_keeps_what_the_guest_had(browser, ada):
    session = browser.session
    session["cart"] = "kept"
    session.save()
    before = session.session_key

    log_in(browser, ada.email)

    assert browser.session["cart"] == "kept"
    assert browser.session.session_key != before


def test_without_a_tick_the_session_ends_with_the_browser(browser, ada):
    assert log_in(browser, ada.email).cookies["sessionid"]["max-age"] == ""
    assert log_in(new_browser(), ada.email, remember="on").cookies["sessionid"]["max-age"] == 14 * 24 * 60 * MINUTES


def test_nobody_learns_from_a_log_in_who_is_here(ada):
    make_user(email="invited@example.org")
    answers = []
    for email in ("nobody@example.org", ada.email, "invited@example.org"):
        response = log_in(new_browser(), email, "guessed wrong")
        answers.append((response.status_code, sorted(response.cookies), response.content.decode().replace(email, "")))

    assert answers[0] == answers[1] == answers[2]


def test_a_password_is_hashed_once_whoever_is_asked_for(monkeypatch, ada):
    make_user(email="invited@example.org")
    calls = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)
        monkeypatch.setattr(
            Argon2PasswordHasher, name, lambda *given, real=real, name=name: calls.append(name) or real(*given)
        )
    counts = {}
    for email in ("nobody@example.org", ada.email, "invited@example.org"):
        calls.clear()
        log_in(new_browser(), email, "guessed wrong")
        counts[email] = len(calls)

    assert counts == {"nobody@example.org": 1, ada.email: 1, "invited@example.org": 1}


def test_after_five_wrong_passwords_the_right_one_has_to_wait_but_not_for_long(ada):
    with time_machine.travel("2026-05-01T12:00:00Z", tick=False) as clock:
        for _ in range(5):
            log_in(new_browser(), ada.email, "guessed wrong")
        late = new_browser()
        assert "Too many wrong tries." in log_in(late, ada.email).content.decode()
        assert not is_logged_in(late)

        clock.shift(5 * MINUTES + 1)
        log_in(late, ada.email)
        assert is_logged_in(late)


def test_the_waiting_is_the_same_for_an_address_that_nobody_has(ada):
    pages = set()
    for number, email in enumerate((ada.email, "nobody@example.org")):
        browser = new_browser()
        for _ in range(6):
            response = browser.post(
                "/account/login", {"login": email, "password": "guessed wrong"}, REMOTE_ADDR=f"192.0.2.{number}"
            )
        pages.add(response.content.decode().replace(email, ""))

    assert len(pages) == 1


def test_wrong_passwords_from_elsewhere_do_not_lock_out_a_browser_that_has_been_in(adas, ada):
    adas.post("/account/logout")
    for number in range(8):
        new_browser().post(
            "/account/login", {"login": ada.email, "password": "guessed wrong"}, REMOTE_ADDR=f"192.0.2.{number}"
        )
    assert "Too many wrong tries." in log_in(new_browser(), ada.email).content.decode()

    log_in(adas, ada.email)

    assert is_logged_in(adas)


def test_that_browser_has_no_more_tries_than_others(adas, ada):
    adas.post("/account/logout")
    for _ in range(5):
        log_in(adas, ada.email, "guessed wrong")

    assert "Too many wrong tries." in log_in(adas, ada.email).content.decode()


def test_a_new_password_by_mail_ends_the_waiting(browser, ada):
    for number in range(6):
        new_browser().post(
            "/account/login", {"login": ada.email, "password": "guessed wrong"}, REMOTE_ADDR=f"192.0.2.{number}"
        )
    browser.post("/account/password/reset", {"email": ada.email})
    form = browser.get(path_in_last_mail())["Location"]
    browser.post(form, {"password1": NEW_PASSWORD})

    log_in(browser, ada.email, NEW_PASSWORD)

    assert is_logged_in(browser)


def test_one_place_that_tries_many_addresses_has_to_wait(ada):
    for number in range(20):
        log_in(new_browser(), f"{number}@example.org", "guessed wrong")

    assert "Too many wrong tries." in log_in(new_browser(), ada.email).content.decode()


def test_an_endless_password_is_refused_in_no_time(browser, ada):
    start = time.perf_counter()
    response = log_in(browser, ada.email, "x" * 1_000_000)

    assert response.status_code == 422
    assert "at most 4096 characters" in response.content.decode()
    assert time.perf_counter() - start < 2


def test_a_suspended_person_is_told_so_after_the_right_password_alone(browser, ada):
    services.suspend(ada.pk, reason="Fakes <again>.")

    wrong = log_in(browser, ada.email, "guessed wrong").content.decode()
    response = log_in(browser, ada.email)

    assert "do not match" in wrong
    assert "Fakes" not in wrong
    assert response.status_code == 403
    assert "This account is suspended" in response.content.decode()
    assert "<p>Fakes &lt;again&gt;.</p>" in response.content.decode()
    assert not is_logged_in(browser)


def test_a_suspension_ends_open_sessions(adas, ada):
    services.suspend(ada.pk)

    assert not is_logged_in(adas)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        " //evil.example",
        "/\t/evil.example",
        "https://testserver/account",
        "evil",
    ],
)
def test_nobody_is_sent_to_a_stranger(browser, ada, target):
    response = log_in(browser, ada.email, next=target)

    assert response["Location"] == "/account"
    assert browser.post("/account/logout", {"next": target})["Location"] == "/"


def test_one_comes_back_to_the_page_that_asked_for_the_log_in(browser, ada):
    response = browser.get("/account/profile")
    assert response["Location"] == "/account/login?next=/account/profile"
    assert 'name="next" value="/account/profile"' in browser.get(response["Location"]).content.decode()

    assert log_in(browser, ada.email, next="/account/profile")["Location"] == "/account/profile"


def test_logging_out_is_asked_for_and_ends_the_session_on_the_server(adas):
    cookie = adas.cookies["sessionid"].value
    assert adas.get("/account/logout").status_code == 200
    assert is_logged_in(adas)

    assert adas.post("/account/logout")["Location"] == "/"

    thief = new_browser()
    thief.cookies["sessionid"] = cookie
    assert not is_logged_in(thief)


def test_a_form_of_another_site_logs_nobody_in(ada):
    browser = new_browser(Origin="https://evil.example")

    response = log_in(browser, ada.email)

    assert response.status_code == 403
    assert not is_logged_in(browser)


def test_staff_log_in_at_the_admin_and_too_many_wrong_tries_count_there_too():
    make_admin(email="root@example.org", password=PASSWORD)
    browser = new_browser()

    def try_it(password):
        return browser.post("/admin/login/", {"username": "root@example.org", "password": password, "next": "/admin/"})

    assert try_it(PASSWORD)["Location"] == "/admin/"
    browser.logout()
    for _ in range(5):
        try_it("guessed wrong")
    response = try_it(PASSWORD)

    assert response.status_code == 200
    assert "Too many wrong tries." in response.content.decode()
    assert mails() == []
