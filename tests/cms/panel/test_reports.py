"""The reports of Page Management in the admin."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from cms.api import changes
from cms.changes.models import Change
from cms.pages.models import ContentPage, Navigation
from tests.factories.goods import make_listing
from tests.factories.pages import make_page
from tests.factories.people import make_admin, make_editor, make_moderator, make_seller

pytestmark = pytest.mark.django_db

LINKS, WAITING = "/admin/reports/links/", "/admin/reports/unpublished/"


def words(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def about():
    page = make_page(title="About", slug="about")
    body = [{"type": "rich_text", "id": "b-1", "value": '<a href="/gone">=1+1</a><a href="https://a.example">A</a>'}]
    ContentPage.objects.filter(pk=page.pk).update(body=json.dumps(body))
    Change.objects.all().delete()
    return page


def test_links_are_listed_with_the_way_to_their_field(client, about):
    client.force_login(make_editor())

    shown = words(client.get(LINKS))

    assert f'href="/admin/pages/{about.pk}/edit/#:w:contentpath=body.b-1"' in shown
    assert "There is nothing at this address now" in shown
    assert "https://a.example" in shown
    assert 'href="https://a.example"' not in shown


@pytest.mark.parametrize(("lead", "targets"), [("nowhere", ["/gone"]), ("elsewhere", ["https://a.example"])])
def test_links_are_filtered_and_exported_as_they_are_shown(client, about, lead, targets):
    client.force_login(make_editor())

    page = client.get(LINKS, {"lead": lead})
    rows = list(csv.DictReader(io.StringIO(client.get(LINKS, {"lead": lead, "export": "csv"}).getvalue().decode())))
    book = load_workbook(io.BytesIO(client.get(LINKS, {"lead": lead, "export": "xlsx"}).getvalue()))

    assert [one.target for one in page.context["object_list"]] == targets
    assert [(row["Written in"], row["Place"], row["Leads to"]) for row in rows] == [
        ("About", "Body > Text", target) for target in targets
    ]
    assert [cells[4] for cells in book.active.iter_rows(min_row=2, values_only=True)] == targets


def test_an_export_calculates_nothing(client, about):
    client.force_login(make_editor())

    rows = csv.DictReader(io.StringIO(client.get(LINKS, {"export": "csv"}).getvalue().decode()))

    assert [row["Text"] for row in rows] == ["'=1+1", "A"]


def test_what_waits_and_what_fails_is_listed_with_a_way_to_edit_it(client):
    page, listing = make_page(title="About"), make_listing(title="Oak table")
    Change.objects.all().delete()
    Change.objects.create(kind="page", key=str(page.pk))
    Change.objects.create(kind="setting", key="navigation")
    Change.objects.create(kind="listing", key=str(listing.pk))
    changes.failed([one for one in changes.pending() if one.kind == "page"], "page.html, line 3: no title")
    client.force_login(make_editor())

    shown = words(client.get(WAITING))
    failing = client.get(WAITING, {"state": "fails"})
    rows = list(csv.DictReader(io.StringIO(client.get(WAITING, {"export": "csv"}).getvalue().decode())))

    assert "3 changes are not live yet" in shown
    assert f'href="/admin/pages/{page.pk}/edit/"' in shown
    assert 'href="/admin/settings/shop_pages/navigation/"' in shown
    assert f'href="/admin/listings/edit/{listing.pk}/"' in shown
    assert "page.html, line 3: no title" in shown
    assert "Menus and footer" not in words(failing)
    assert (rows[0]["What"], rows[0]["State"]) == ("Page “About”", "Cannot be published")
    assert rows[0]["Why"] == "page.html, line 3: no title"
    assert sorted((row["What"], row["State"], row["Why"]) for row in rows[1:]) == [
        ("Listing “Oak table”", "Waits", ""),
        ("Menus and footer", "Waits", ""),
    ]


def test_much_that_waits_is_listed_in_part_on_the_page_and_whole_in_the_file(client):
    Change.objects.all().delete()
    Change.objects.bulk_create(Change(kind="listing", key=str(number)) for number in range(1001))
    client.force_login(make_editor())

    page = client.get(WAITING)
    rows = list(csv.DictReader(io.StringIO(client.get(WAITING, {"export": "csv"}).getvalue().decode())))

    assert "There is more: here are the first 1,000. Download the list for all of it." in words(page)
    assert page.context["items_count"] == 1000
    assert len(rows) == 1001


def test_where_nothing_is_wrong_that_is_said(client):
    Change.objects.all().delete()
    client.force_login(make_admin())

    assert "Everything is live." in words(client.get(WAITING))
    assert "There are no results." in words(client.get(LINKS))
    assert client.get(LINKS, {"lead": "nonsense", "p": "-7"}).status_code == 200
    assert client.get(WAITING, {"state": "nonsense", "p": "x"}).status_code == 200


@pytest.mark.parametrize(
    ("make", "status"), [(make_admin, 200), (make_editor, 200), (make_moderator, 302), (make_seller, 302)]
)
def test_they_are_for_those_who_look_after_the_pages(client, about, make, status):
    Navigation.load()
    client.force_login(make())

    for address in (LINKS, f"{LINKS}results/", WAITING, f"{WAITING}results/"):
        for export in ({}, {"export": "csv"}):
            assert client.get(address, export).status_code == status
