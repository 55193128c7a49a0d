"""The admin speaks German to who chose it: words, amounts and numbers, and what is told by work in the background."""

from __future__ import annotations

import pytest
from django.utils import translation
from wagtail.users.models import UserProfile

from cms.accounts.language import amount, grouped, speaking_to
from cms.api.titles import translated
from cms.catalog.euros import EuroField
from cms.contract.money import Money
from cms.panel import menu
from cms.workbook.runs import imports
from cms.workbook.runs.working import work
from tests.factories.goods import make_listing
from tests.factories.people import make_admin

pytestmark = pytest.mark.django_db


@pytest.fixture
def german():
    person = make_admin()
    UserProfile.objects.create(user=person, preferred_language="de")
    return person


def test_the_menu_and_the_lists_are_german(client, german):
    make_listing(price_cents=123450)
    client.force_login(german)

    home, listings = client.get("/admin/").content.decode(), client.get("/admin/listings/").content.decode()

    for words in ("Übersicht", "Der Shop in Zahlen", "Verglichen mit den 7 Tagen davor", "Die öffentliche Website"):
        assert words in home
    assert "1.234,50\N{NO-BREAK SPACE}€" in listings
    assert "€1,234.50" not in listings


def test_who_chose_nothing_reads_english(client, german):
    client.force_login(make_admin())

    assert "Dashboard" in client.get("/admin/").content.decode()


def test_a_choice_is_offered_in_the_account(client, german):
    client.force_login(german)

    page = client.get("/admin/account/").content.decode()

    assert '<option value="de" selected>Deutsch</option>' in page
    assert '<option value="en">English</option>' in page


def test_a_file_that_cannot_be_read_is_refused_in_german(german, settings, tmp_path):
    settings.DATA_DIR = tmp_path

    run = imports.receive("in.xlsx", [b"%PDF-1.7 "], by_id=german.pk)
    work()

    run.refresh_from_db()
    assert run.error == (
        "Das ist ein PDF-Dokument, keine Arbeitsmappe (.xlsx oder .xls). Öffnen Sie es in einer Tabellenkalkulation, "
        "und speichern Sie es als .xlsx."
    )


def test_work_for_somebody_speaks_their_language(german):
    with speaking_to(german.pk):
        assert translation.get_language() == "de"
    with speaking_to(None):
        assert translation.get_language() == "en"
    assert translation.get_language() == "en"


def test_numbers_and_amounts_are_written_as_the_language_does():
    with translation.override("de"):
        assert (grouped(12408), amount(Money(3500))) == ("12.408", "35,00\N{NO-BREAK SPACE}€")
        assert EuroField().prepare_value(123450) == "1234,50"
        assert EuroField().clean("1234,50") == 123450
    assert (grouped(12408), amount(Money(3500))) == ("12,408", "€35.00")
    assert EuroField().prepare_value(123450) == "1234.50"


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("Listing “Oak “table”", "Anzeige „Oak “table“"),
        ("Goods of seller 7", "Waren des Verkäufers 7"),
        ("1,234 changes", "1.234 Änderungen"),
        ("Appearance", "Erscheinungsbild"),
        ("A suspension", "Eine Sperrung"),
        ("Everything: the database was migrated", "Alles: Die Datenbank wurde umgestellt"),
        ("Something of an older version", "Something of an older version"),
    ],
)
def test_what_the_publisher_wrote_down_is_read_in_german(stored, read):
    with translation.override("de"):
        assert translated(stored) == read
    assert translated(stored) == stored


def test_entries_of_the_menu_have_their_names_whoever_comes_first(monkeypatch):
    """Wagtail makes them when somebody first asks, and of the label where there is no other name."""
    for found in menu.SOURCES.values():
        monkeypatch.delitem(vars(found), "registered_menu_items", raising=False)

    with translation.override("de"):
        assert menu.unplaced() == set()
