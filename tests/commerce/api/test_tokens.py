"""What programs log in with."""

import re
import zipfile
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cms.accounts.services import restore, suspend
from commerce.account import own_data
from commerce.account.services import close_account
from commerce.api.models import Token
from commerce.api.tokens import MOST, forget_useless, make_token, use_token
from commerce.notifications.models import Notification
from tests.factories.orders import make_buyer
from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(db):
    person = make_user(email="ada@example.org", name="Ada Lovelace", password=PASSWORD)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def browser(ada):
    client = Client(headers={"Origin": settings.SITE_URL})
    client.post("/account/login", {"login": ada.email, "password": PASSWORD})
    client.post("/account/reauthenticate", {"password": PASSWORD})
    return client


def make(browser, **said):
    return browser.post("/account/tokens", {"name": "Laptop", "scopes": ["read", "buy"], "days": 90, **said})


def secret_in(page):
    return re.search(r"cat_[\w-]{43}", page.content.decode())[0]


def test_a_token_is_shown_once_and_only_its_hash_is_kept(browser, ada, program):
    secret = secret_in(make(browser))

    assert "cat_" not in browser.get("/account/tokens").content.decode()
    token = Token.objects.get()
    assert (token.name, token.scopes, token.expires_at - token.made_at) == (
        "Laptop",
        ["read", "buy"],
        timedelta(days=90),
    )
    assert secret not in str(Token.objects.values().get())
    answer = program(Authorization=f"Bearer {secret}").send("GET", "/person")
    assert answer.json() == {
        "number": ada.label,
        "name": "Ada Lovelace",
        "role": "buyer",
        "scopes": ["read", "buy"],
    }
    assert (answer["Cache-Control"], bool(answer.cookies)) == ("private, no-store", False)


def test_its_owner_gets_a_mail(browser, ada):
    make(browser)

    mail = Notification.objects.get(kind="token-made")
    assert (mail.recipient, mail.context["name"]) == (ada, "Laptop")


@pytest.mark.parametrize(
    "said",
    [{"name": ""}, {"name": "\x00"}, {"scopes": []}, {"scopes": ["all"]}, {"days": 366}, {"days": 0}, {"days": "x"}],
)
def test_what_is_wrong_is_told_and_makes_nothing(browser, said):
    assert make(browser, **said).status_code == 422
    assert not Token.objects.exists()


def test_nobody_has_more_than_twenty(browser, ada):
    for _ in range(MOST):
        make_token(ada.pk, "One", ["read"], days=1, now=timezone.now())

    assert make(browser).status_code == 422
    assert Token.objects.count() == MOST


def test_a_log_in_of_long_ago_must_be_repeated_first(ada):
    browser = Client(headers={"Origin": settings.SITE_URL})
    browser.force_login(ada)

    assert make(browser).url.startswith("/account/reauthenticate")
    assert not Token.objects.exists()


def test_a_revoked_token_works_no_more(browser, program):
    secret = secret_in(make(browser))

    answer = browser.post(f"/account/tokens/{Token.objects.get().pk}/revoke")

    assert answer.url == "/account/tokens"
    refused = program(Authorization=f"Bearer {secret}").send("GET", "/person")
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, 'Bearer realm="api", error="invalid_token"')


def test_nobody_revokes_that_of_somebody_else(browser):
    token, _ = make_token(make_buyer().pk, "Theirs", ["read"], days=1, now=timezone.now())

    assert browser.post(f"/account/tokens/{token.pk}/revoke").status_code == 404
    assert Token.objects.exists()


def test_a_new_password_ends_all_tokens(ada, in_days):
    _, secret = make_token(ada.pk, "One", ["read"], days=1, now=timezone.now())
    ada.set_password("seven green bottles")
    ada.save()

    assert use_token(secret, now=timezone.now()) is None
    assert not Token.objects.exists()


def test_a_suspension_ends_them_for_good(ada, program):
    own = program(ada)
    suspend(ada.pk)

    own.get("/person", status=401)
    restore(ada.pk)
    own.get("/person", status=401)


def test_the_clock_removes_what_is_over(ada, in_days):
    make_token(ada.pk, "Short", ["read"], days=1, now=timezone.now())
    _, secret = make_token(ada.pk, "Long", ["read"], days=365, now=timezone.now())

    assert use_token(secret, now=in_days(366)) is None
    assert forget_useless(in_days(2)) == 1
    assert Token.objects.get().name == "Long"


def test_a_closed_account_has_none(ada):
    make_token(ada.pk, "One", ["read"], days=1, now=timezone.now())
    close_account(ada.pk, now=timezone.now())

    assert not Token.objects.exists()


def test_one_s_own_data_tells_of_it_without_its_hash(ada):
    token, secret = make_token(ada.pk, "One", ["read"], days=1, now=timezone.now())

    with own_data.zip_of(ada) as packed:
        told = zipfile.ZipFile(packed).read("tokens.json").decode()

    assert '"One"' in told
    assert not any(one in told for one in (token.digest, secret, token.fingerprint))


def test_its_last_use_is_noted(ada, program):
    program(ada).get("/person")

    assert Token.objects.get().used_at is not None


@pytest.mark.parametrize("header", ["Bearer cat_nothing", "Bearer ", "Basic YTpi", "cat_x", "Bearer cat_\u00e4"])
def test_a_bad_token_is_refused_even_where_everybody_may_read(program, header):
    assert program(Authorization=header).send("GET", "/listings").status_code == 401


def test_a_cookie_beside_a_token_counts_for_nothing(ada, program):
    other = make_buyer()
    own = program(other)
    own.client.force_login(ada)

    assert own.get("/person")["number"] == other.label


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}])
def test_a_session_is_taken_only_from_pages_of_the_shop(ada, program, headers):
    script = program(**headers)
    script.client.force_login(ada)

    script.get("/person")
    script.put("/favourites/1", status=403)
