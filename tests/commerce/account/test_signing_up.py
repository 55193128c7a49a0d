import re

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache

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
from tests.factories.people import PASSWORD, make_user, profile_of

pytestmark = pytest.mark.django_db


def person(email="eve@example.org"):
    return get_user_model().objects.get(email=email)


def answer_of(response, browser):
    """What a stranger can see of it."""
    page = browser.get(response["Location"])
    body = re.sub(r"\S+@example\.org", "", page.content.decode())
    return response.status_code, response["Location"], sorted(response.cookies), page.status_code, body


@pytest.mark.both_databases
def test_who_signs_up_opens_the_link_and_is_in(browser):
    response = sign_up(browser, email="Eve@Example.org")

    assert (response.status_code, response["Location"]) == (302, "/account/confirm")
    eve = person()
    assert (eve.name, eve.role, eve.label) == ("Eve Moneypenny", "buyer", f"U-{eve.number:06d}")
    assert list(eve.groups.values_list("name", flat=True)) == ["buyer"]
    assert mails() == [("account-confirm", "eve@example.org")]
    assert not has_verified_email(eve)
    assert not is_logged_in(browser)

    link = path_in_last_mail()
    assert "eve@example.org" in browser.get(link).content.decode()
    assert not has_verified_email(eve)  # Looking confirms nothing.
    response = browser.post(link)

    assert (response.status_code, response["Location"]) == (302, "/account")
    assert is_logged_in(browser)
    assert has_verified_email(eve)


def test_the_link_leads_back_to_where_somebody_was(browser):
    assert 'value="/checkout?seller=3"' in browser.get("/account/signup?next=/checkout%3Fseller%3D3").content.decode()
    sign_up(browser, next="/checkout?seller=3")

    assert browser.post(path_in_last_mail())["Location"] == "/checkout?seller=3"


def test_what_a_guest_had_in_the_session_is_there_after_the_link(browser):
    session = browser.session
    session["cart"] = "kept"
    session.save()
    sign_up(browser)
    before = browser.session.session_key

    browser.post(path_in_last_mail())

    assert browser.session["cart"] == "kept"
    assert browser.session.session_key != before


def test_the_link_opened_elsewhere_confirms_but_lets_nobody_in(browser):
    sign_up(browser)
    elsewhere = new_browser()

    response = elsewhere.post(path_in_last_mail())

    assert response["Location"] == "/account/login"
    assert has_verified_email(person())
    assert not is_logged_in(elsewhere)
    log_in(elsewhere, "eve@example.org", NEW_PASSWORD)
    assert is_logged_in(elsewhere)


def test_the_link_works_once(browser):
    sign_up(browser)
    link = path_in_last_mail()
    browser.post(link)

    response = new_browser().post(link)

    assert response.status_code == 200
    assert "This link is of no use any more" in response.content.decode()


@pytest.mark.parametrize("key", ["x", "WzEsMV0:1:1", "%00", "a" * 500])
def test_a_forged_link_says_so(browser, key):
    for response in (browser.get(f"/account/confirm/{key}"), browser.post(f"/account/confirm/{key}")):
        assert response.status_code == 200
        assert "This link is of no use any more" in response.content.decode()


def test_a_seller_signs_up_with_a_profile(browser):
    page = browser.get("/account/signup?role=seller").content.decode()
    assert "If you sell, you are shown like “Anna M.” until you change that." in page
    assert re.search(r'value="seller"[^>]* checked', page)

    sign_up(browser, role="seller")

    assert person().role == "seller"
    assert profile_of(person()).display_name == "Eve M."


@pytest.mark.both_databases
def test_nobody_learns_from_a_sign_up_who_is_here(ada):
    make_user(email="imported@example.org")
    answers = []
    for email in ("nobody@example.org", "ada@example.org", "imported@example.org"):
        browser = new_browser()
        answers.append(answer_of(sign_up(browser, email=email), browser))

    assert answers[0] == answers[1] == answers[2]
    assert mails() == [
        ("account-confirm", "nobody@example.org"),
        ("account-exists", "ada@example.org"),
        ("account-exists", "imported@example.org"),
    ]
    ada.refresh_from_db()
    assert (ada.name, ada.check_password(PASSWORD)) == ("Ada Lovelace", True)


def test_nobody_learns_it_from_a_log_in_after_a_sign_up(ada):
    pages = []
    for email in ("nobody@example.org", "ada@example.org"):
        sign_up(new_browser(), email=email)
        response = log_in(new_browser(), email, NEW_PASSWORD)
        pages.append((response.status_code, response.content.decode().replace(email, "")))

    assert pages[0] == pages[1]
    assert "Just signed up? Then open the link in our mail first." in pages[0][1]


def test_a_sign_up_that_was_never_confirmed_is_replaced_and_its_link_with_it(browser):
    sign_up(browser, name="Somebody else", password1="guessed by a thief")
    thiefs_link = path_in_last_mail()
    number = person().number
    cache.clear()  # A minute later.
    sign_up(browser)
    link = path_in_last_mail()

    assert (person().number, person().name) == (number, "Eve Moneypenny")
    assert "of no use" in browser.get(thiefs_link).content.decode()
    browser.post(link)
    assert has_verified_email(person())
    assert person().check_password(NEW_PASSWORD)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "a\x1bb"}, "control character"),
        ({"name": "<b>Eve</b>"}, "A name has no &lt; and no &gt;: leave them out."),
        ({"name": "\u200b"}, "Write something that can be seen."),
        ({"name": "\u200b" * 60 + "Eve", "role": "seller"}, "Write something that can be seen."),
        ({"email": "eve@"}, "Enter a valid email address."),
        ({"email": "a" * 250 + "@example.org"}, "at most 254"),
        ({"role": "admin"}, "Select a valid choice."),
        ({"password1": "short"}, "too short"),
        ({"password1": "password123"}, "too common"),
        ({"password1": "eve@example.org"}, "too similar"),
        ({"password1": "EveMoneypenny"}, "too similar"),
        ({"password1": "x" * 5000}, "at most 4096 characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(browser, fields, message):
    response = sign_up(browser, **fields)

    assert response.status_code == 422
    page = response.content.decode()
    assert message in page
    if "email" not in fields:
        assert 'value="eve@example.org"' in page
    assert not get_user_model().objects.exists()
    assert mails() == []


@pytest.mark.parametrize(
    "password",
    ["lower case words only", "0918273645", "パスワードは長いほどいい", "x y" * 43, "  blanks at both ends  "],
)
def test_any_long_uncommon_password_is_fine_and_kept_as_it_is(browser, password):
    sign_up(browser, password1=password)
    browser.post(path_in_last_mail())

    other = new_browser()
    log_in(other, "eve@example.org", password)

    assert is_logged_in(other)


def test_many_sign_ups_from_one_address_have_to_wait(browser):
    statuses = [sign_up(browser, email=f"{n}@example.org", password1="short").status_code for n in range(21)]

    assert statuses == [422] * 20 + [429]
    assert "Too many requests" in sign_up(browser).content.decode()


def test_who_is_logged_in_is_led_to_the_account(adas):
    assert adas.get("/account/signup")["Location"] == "/account"
    assert adas.get("/account/login")["Location"] == "/account"
