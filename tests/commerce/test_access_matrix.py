"""Who gets what answer at which address: every address of the URL configuration against access_matrix.toml."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from cms.catalog.models import Listing
from tests.commerce.access_world import ROLES, make_people, make_things
from tests.factories.goods import make_listing

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("access_matrix.toml")
METHODS = ("GET", "POST", "PUT", "DELETE")
DOORS = {"/account/login": "login", "/admin/login/": "door", "/admin/": "refused"}

SAID = tomllib.loads(TABLE.read_text())
WAGTAIL = tuple(SAID.pop("wagtail")["begins_with"])
EVERYBODY = SAID.pop("everybody")["addresses"]
SAMPLES = {
    # What stands in an address of Wagtail's own: who is refused is so before anything is looked up.
    "int": "1",
    "str": "1",
    "slug": "x",
    "path": "x",
}


def routes_of(resolver, before=""):
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes_of(one, route)
        else:
            yield route


ROUTES = list(dict.fromkeys(routes_of(get_resolver())))
WAGTAILS = [one for one in ROUTES if one.startswith(WAGTAIL)]
OURS = [one for one in ROUTES if one not in WAGTAILS]


class Shop:
    """Asks as each of the people; nothing that an answer changes is there for the next."""

    def __init__(self):
        self.people = make_people()
        self.things = make_things(self.people)
        self._cookies = {}
        for role, person in self.people.items():
            client = Client()
            if person is not None:
                client.force_login(person)
            self._cookies[role] = client.cookies
        suspended = self.people["suspended"]
        suspended.is_active = False
        suspended.save()

    def browser(self, role):
        client = Client(raise_request_exception=False, headers={"Origin": settings.SITE_URL})
        client.cookies = type(self._cookies[role])(self._cookies[role].output(header="", sep=";"))
        return client

    def ask(self, role, method, address):
        client = self.browser(role)
        cache.clear()  # Nobody is too fast here.
        with transaction.atomic():
            response = client.generic(method, address, content_type="application/x-www-form-urlencoded")
            transaction.set_rollback(True)
        if response.streaming:
            b"".join(response)  # Its file is closed at the end.
        return kind_of(response)


def kind_of(response):
    """The status; a redirect to a log-in, or to the admin's first page, by its name."""
    where = response.get("Location", "").partition("?")[0]
    return DOORS.get(where, str(response.status_code))


@pytest.fixture
def shop(release):
    return Shop()


def expected(entry, method):
    """The kinds that an entry says, by role; one word stands for all."""
    words = entry[method].split()
    return dict(zip(ROLES, words if len(words) > 1 else words * len(ROLES), strict=True))


def entry_for(shop, route, at):
    """The entry of a route as the shop answers now."""
    lines = [f"['{route}']"] if "'" not in route else [f'["{route}"]']
    if at != f"/{route}":
        lines.append(f"at = '{at}'")
    for method in METHODS:
        told = [shop.ask(role, method, at.format_map(shop.things)) for role in ROLES]
        lines.append(f'{method} = "{told[0] if len(set(told)) == 1 else " ".join(told)}"')
    return "\n".join(lines)


def differences(shop, entries):
    found = []
    for key, entry in entries.items():
        address = entry.get("at", f"/{key}").format_map(shop.things)
        for method in METHODS:
            for role, kind in expected(entry, method).items():
                answered = shop.ask(role, method, address)
                if answered not in kind.split("/"):
                    found.append(f"{method} {address} as {role}: {answered} instead of {kind}")
    return found


def test_every_address_has_an_expectation(shop):
    missing = [one for one in OURS if one not in SAID]

    assert not missing, (
        f"{TABLE.name} says nothing of these addresses. Think of what each role should get, and add (an address "
        f"with parameters needs `at`, with names of {', '.join(sorted(shop.things))} from access_world.py in it; "
        "this is what the shop answers now, which may be wrong):\n\n"
        + "\n\n".join(entry_for(shop, one, f"/{one}" if "<" not in one else "/…") for one in missing)
    )


def test_no_expectation_is_left_over():
    left = [key for key in SAID if key.partition(" # ")[0] not in {*OURS, *WAGTAILS}]

    assert not left, f"no such addresses (any more): take them out of {TABLE.name}"


def test_no_answer_is_a_fault():
    watched = {"readyz"}  # Says by 503 what is not ready.
    told = {key: entry for key, entry in SAID.items() if key not in watched}
    faults = [key for key, entry in told.items() if re.search(r"\b5\d\d\b", " ".join(entry[one] for one in METHODS))]

    assert faults == []


@pytest.mark.parametrize("begins_with", ["account", "admin/", ""])
def test_each_role_gets_at_each_address_what_is_written(shop, begins_with):
    others = () if begins_with else ("account", "admin/")
    entries = {
        key: entry for key, entry in SAID.items() if key.startswith(begins_with) and not key.startswith(others or "\0")
    }

    found = differences(shop, entries)

    assert not found, "\n" + "\n".join(found)


def test_wagtails_own_addresses_are_for_the_team(shop):
    open_to_all = {f"/{one}" for one in EVERYBODY}
    found = []
    for route in WAGTAILS:
        address = sample_of(route)
        if address in open_to_all:
            continue
        for role in ("anonymous", "buyer", "seller", "suspended"):
            found += [
                f"{method} {address} as {role}: {answered}"
                for method in ("GET", "POST")
                if (answered := shop.ask(role, method, address)) not in {"door", "403", "404"}
            ]

    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("role", ["moderator", "editor"])
def test_who_may_not_delete_deletes_no_listing_by_the_many_either(shop, role):
    listing = make_listing()
    shop_of_role = shop.browser(role)

    shop_of_role.post(f"/admin/bulk/catalog/listing/delete/?id={listing.pk}")

    assert Listing.objects.filter(pk=listing.pk).exists()


def test_a_listing_that_somebody_asked_about_is_not_deleted_and_the_page_says_why(shop):
    listing = shop.things["listing"]

    for address in (f"/admin/listings/delete/{listing}/", f"/admin/bulk/catalog/listing/delete/?id={listing}"):
        page = shop.browser("admin").post(address, follow=True).content.decode()
        assert "cannot be deleted: 1 conversations, 1 reports refer to it. Unpublish it instead." in page
        assert Listing.objects.filter(pk=listing).exists()


def sample_of(route):
    """An address of the route."""
    address = re.sub(r"<(?:(\w+):)?\w+>", lambda one: SAMPLES.get(one[1] or "str", "1"), route)
    address = re.sub(r"\(\?P<\w+>[^()]*\)|\([^()]*\)", "1", address)
    return "/" + address.replace("^", "").replace("$", "").replace("\\", "")
