"""The list of people: who is in it, how it is searched, narrowed, sorted and exported."""

import csv
import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.accounts import services
from cms.accounts.models import User
from commerce.reports.services import report_listing
from tests.factories.goods import make_listing
from tests.factories.orders import make_buyer, make_order
from tests.factories.people import make_admin, make_editor, make_moderator, make_seller, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    person = make_admin(email="boss@example.org", name="The Boss")
    client.force_login(person)
    return person


def names(client, **query):
    response = client.get("/admin/users/", query)
    assert response.status_code == 200
    return [one.name for one in response.context["object_list"]]


def rows(client, **query):
    response = client.get("/admin/users/", {"export": "csv", **query})
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def four():
    """A seller whose goods are ordered, a buyer, one who is suspended and one who is gone."""
    ada = make_seller(name="Ada Red", display_name="Oak & Ash")
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True)
    bob = make_buyer(name="Bob Blue", email="bob@example.org")
    listing = make_listing(seller=ada, stock=3)
    make_order(listing, buyer=bob, state="completed", now=timezone.now() - timedelta(days=9))
    report_listing(listing.pk, by_id=bob.pk, email="", reason="fake", text="A fake.", now=timezone.now())
    eve = make_user(name="Eve Red")
    services.suspend(eve.pk)
    gone = make_user(name="Gone")
    services.erase(gone.pk, name="Former member")
    return ada, bob, eve, gone


@pytest.mark.both_databases
def test_it_tells_of_each_what_other_packages_know(client, admin, four):
    ada, bob, eve, gone = four

    found = {one.pk: one for one in client.get("/admin/users/").context["object_list"]}

    told = {pk: (one.state.value, *one.figures.values()) for pk, one in found.items()}
    assert told == {
        admin.pk: ("not-verified", 0, 0, "–", 0),
        ada.pk: ("active", 1, 1, "1 of 1 kept", 1),
        bob.pk: ("active", 0, 1, "1 of 1 kept", 0),
        eve.pk: ("suspended", 0, 0, "–", 0),
        gone.pk: ("closed", 0, 0, "–", 0),
    }


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "red"}, ["Ada Red", "Eve Red"]),
        ({"q": "red ada"}, ["Ada Red"]),
        ({"q": "red suspended"}, ["Eve Red"]),
        ({"q": "seller"}, ["Ada Red"]),
        ({"q": "ASH"}, ["Ada Red"]),
        ({"q": "bob@example"}, ["Bob Blue"]),
        ({"q": "closed"}, ["Former member"]),
        ({"q": "red blue"}, []),
        ({"q": "%"}, []),
        ({"role": "seller"}, ["Ada Red"]),
        ({"role": ["seller", "admin"]}, ["The Boss", "Ada Red"]),
        ({"state": "active"}, ["Ada Red", "Bob Blue"]),
        ({"state": "not-verified"}, ["The Boss"]),
        ({"state": "suspended"}, ["Eve Red"]),
        ({"state": "closed"}, ["Former member"]),
        ({"verified": "true"}, ["Ada Red", "Bob Blue"]),
        ({"verified": "false", "role": "buyer"}, ["Eve Red", "Former member"]),
        ({"open_reports": "true"}, ["Ada Red"]),
        ({"ordering": "-orders"}, ["Ada Red", "Bob Blue", "The Boss", "Eve Red", "Former member"]),
        ({"ordering": "-listings"}, ["Ada Red", "The Boss", "Bob Blue", "Eve Red", "Former member"]),
        ({"ordering": "-name"}, ["The Boss", "Former member", "Eve Red", "Bob Blue", "Ada Red"]),
        ({"ordering": "nonsense"}, ["The Boss", "Ada Red", "Bob Blue", "Eve Red", "Former member"]),
    ],
)
def test_it_is_searched_narrowed_and_sorted(client, admin, four, query, found):
    assert names(client, **query) == found


def test_it_is_narrowed_to_those_who_joined_between_two_days(client, admin):
    for day in (1, 2, 3):
        make_user(name=f"Day {day}", date_joined=datetime(2026, 3, day, 12, tzinfo=UTC))

    assert names(client, date_joined_from="2026-03-02", date_joined_to="2026-03-02") == ["Day 2"]


@pytest.mark.parametrize("query", [{"state": "x"}, {"role": "emperor"}, {"date_joined_from": "x"}, {"p": "x"}])
def test_a_filter_that_makes_no_sense_is_no_fault(client, admin, query):
    assert client.get("/admin/users/", query).status_code == 200


def test_the_export_has_what_the_filters_leave_and_no_formulas(client, admin, four):
    ada, _bob, eve, _gone = four
    User.objects.filter(pk=eve.pk).update(name="=HYPERLINK(1)")
    services.write_note(ada.pk, "A secret.", by=admin)

    found = rows(client, role="seller") + rows(client, state="suspended")

    assert [list(one.values())[:8] for one in found] == [
        [ada.label, "Ada Red", ada.email, "Seller", "Active", "1", "1", "1 of 1 kept"],
        [eve.label, "'=HYPERLINK(1)", eve.email, "Buyer", "Suspended", "0", "0", "–"],
    ]
    assert list(found[0]) == [
        "Number", "Name", "E-mail address", "Role", "State", "Live listings", "Orders", "Meetings", "Reports", "Joined",
        "Last log-in",
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(
        io.BytesIO(b"".join(client.get("/admin/users/", {"export": "xlsx", "q": "hyperlink"}).streaming_content))
    ).active
    assert [one.value for one in sheet[2]][:5] == [eve.label, "=HYPERLINK(1)", eve.email, "Buyer", "Suspended"]
    assert sheet["B2"].data_type == "s"


@pytest.mark.both_databases
def test_many_people_take_as_many_queries_as_few(client, admin):
    def queries(**query):
        with CaptureQueriesContext(connection) as caught:
            response = client.get("/admin/users/", query)
            b"".join(response.streaming_content) if response.streaming else response.content
        return len(caught)

    queries()
    make_order(make_listing(stock=3), state="completed", now=timezone.now() - timedelta(days=9))
    few = [queries(), queries(q="person seller", state="active"), queries(export="csv")]
    for _ in range(12):
        make_order(make_listing(stock=3), state="completed", now=timezone.now() - timedelta(days=9))
    many = [queries(), queries(q="person seller", state="active"), queries(export="csv")]

    assert many == few


def test_a_moderator_sees_buyers_and_sellers(client, four):
    make_editor(name="Editor")
    client.force_login(make_moderator(name="Moderator"))

    assert names(client) == ["Ada Red", "Bob Blue", "Eve Red", "Former member"]
    assert names(client, q="Editor") == []
    assert [one["Name"] for one in rows(client, role="editor")] == ["Ada Red", "Bob Blue", "Eve Red", "Former member"]
    page = client.get("/admin/users/").content.decode()
    assert "/admin/bulk/accounts/user/set_active_state/" in page
    assert "/admin/bulk/accounts/user/assign_role/" not in page
    assert "/admin/bulk/accounts/user/delete/" not in page
    assert "/admin/users/new/" not in page
