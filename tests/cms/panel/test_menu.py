import pytest
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from cms.panel import menu
from tests.factories.people import make_admin, make_editor, make_moderator

pytestmark = pytest.mark.django_db

EIGHT = [
    "Dashboard",
    "Users",
    "Listings",
    "Orders",
    "Appearance",
    "Page Management",
    "General Settings",
    "Database",
]


def shown_to(person, rf):
    request = rf.get(reverse("wagtailadmin_home"))  # Loads the addresses, with which some entries are registered.
    request.user = person
    return {
        str(tab.label): [str(entry.label) for entry in tab.menu.registered_menu_items]
        if hasattr(tab, "menu")
        else tab.url
        for tab in sorted(admin_menu.menu_items_for_request(request), key=lambda tab: tab.order)
    }


def test_an_admin_has_eight_tabs(rf):
    assert list(shown_to(make_admin(), rf)) == EIGHT


def test_the_dashboard_is_a_link(rf):
    assert shown_to(make_admin(), rf)["Dashboard"] == "/admin/"


def test_entries_stand_in_the_order_of_the_table(rf):
    assert shown_to(make_admin(), rf)["Listings"][:3] == ["Listings", "Waiting for review", "Categories"]


def test_an_editor_sees_no_people_and_no_orders(rf):
    assert list(shown_to(make_editor(), rf)) == [
        "Dashboard",
        "Listings",
        "Appearance",
        "Page Management",
        "General Settings",
        "Database",
    ]


def test_a_moderator_sees_no_look_and_settings(rf):
    assert list(shown_to(make_moderator(), rf)) == ["Dashboard", "Users", "Listings", "Orders"]


def test_no_two_entries_of_a_tab_bear_one_name(rf):
    for entries in shown_to(make_admin(), rf).values():
        assert isinstance(entries, str) or len(set(entries)) == len(entries)


def test_an_editor_finds_the_reports_of_the_pages_beside_them(rf):
    assert shown_to(make_editor(), rf)["Page Management"][:7] == [
        "Pages",
        "Menu and footer",
        "Images",
        "Documents",
        "Redirects",
        "Links to look at",
        "Not on the site yet",
    ]


def test_nothing_is_without_a_place():
    reverse("wagtailadmin_home")  # As above.

    assert menu.unplaced() == set()


def test_the_admin_wears_the_mark_of_the_house(client):
    client.force_login(make_admin())

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "<title>Dashboard - Cataloro</title>" in " ".join(page.split())
    assert page.count("panel/mark") == 2
    assert "favicon.ico" not in page
