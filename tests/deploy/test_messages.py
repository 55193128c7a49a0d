"""The German catalogue is collected, compiled and looked through."""

from __future__ import annotations

import gettext
import io

import pytest
from babel.messages.catalog import Catalog

from deploy import messages


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A project of one module and one page, without a catalogue."""
    (tmp_path / "cms" / "templates").mkdir(parents=True)
    (tmp_path / "cms" / "orders.py").write_text(
        'a = _("Orders")\n'
        'b = ngettext("%(count)d day", "%(count)d days", n) % {"count": n}\n'
        'raise WorkbookRefused("The file has %(count)s parts.", count=3)\n'
        'raise NotMoney(text, "it is below zero")\n'
        "c = _(name)\n"
    )
    (tmp_path / "cms" / "templates" / "page.html").write_text(
        "{% load i18n %}\n"
        '    <p title="x (">{% trans "Listings" %}</p>\n'
        "{% blocktrans trimmed with who=name %}\n    Sent by {{ who }}\n{% endblocktrans %}\n"
    )
    monkeypatch.setattr(messages, "BASE_DIR", tmp_path)
    monkeypatch.setattr(messages, "PACKAGES", ("cms",))
    monkeypatch.setattr(messages, "PO", tmp_path / "locale" / "django.po")
    monkeypatch.setattr(messages, "MO", tmp_path / "locale" / "django.mo")
    return tmp_path


GERMAN = {
    "Orders": "Bestellungen",
    "%(count)d day": ("%(count)d Tag", "%(count)d Tage"),
    "The file has %(count)s parts.": "Die Datei hat %(count)s Teile.",
    "it is below zero": "er liegt unter null",
    "Listings": "Anzeigen",
    "Sent by %(who)s": "Gesendet von %(who)s",
}


def _translated(**changed):
    catalog = messages.updated()
    for one in catalog:
        if one.id:
            first = one.id[0] if isinstance(one.id, tuple) else one.id
            one.string = changed.get(first, GERMAN[first])
    return catalog


def test_texts_of_modules_and_pages_are_collected(small):
    found = {one.id if isinstance(one.id, str) else one.id[0] for one in messages.collected() if one.id}

    assert found == set(GERMAN)


def test_what_is_translated_can_be_read(small):
    messages.write(_translated())

    read = gettext.GNUTranslations(io.BytesIO(messages.MO.read_bytes()))
    assert messages.problems() == []
    assert read.gettext("Orders") == "Bestellungen"
    assert read.ngettext("%(count)d day", "%(count)d days", 2) == "%(count)d Tage"


def test_the_same_texts_give_the_same_bytes(small):
    messages.write(_translated())
    before = messages.PO.read_bytes(), messages.MO.read_bytes()

    messages.write(messages.updated())

    assert (messages.PO.read_bytes(), messages.MO.read_bytes()) == before


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"Orders": ""}, "not translated: 'Orders'"),
        ({"%(count)d day": ("%(count)d Tag", "")}, "not translated: ('%(count)d day', '%(count)d days')"),
        ({"Sent by %(who)s": "Gesendet von %(wer)s"}, "other placeholders: 'Sent by %(who)s'"),
        ({"Sent by %(who)s": "Gesendet"}, "other placeholders: 'Sent by %(who)s'"),
    ],
)
def test_a_wrong_translation_is_named(small, changed, problem):
    messages.write(_translated(**changed))

    assert problem in messages.problems()


def test_a_fuzzy_one_and_one_that_nobody_uses_are_named(small):
    catalog = _translated()
    catalog.add("Gone", "Weg")
    catalog.get("Orders").flags.add("fuzzy")
    messages.write(catalog)

    assert messages.problems() == ["nobody uses it: 'Gone'", "fuzzy: 'Orders'"]


def test_what_nobody_uses_goes_and_what_is_new_waits(small):
    messages.write(_translated())
    (small / "cms" / "orders.py").write_text('a = _("Offers")\n')

    messages.write(messages.updated())

    assert {one.id: one.string for one in messages.stored() if one.id} == {
        "Listings": "Anzeigen",
        "Offers": "",
        "Sent by %(who)s": "Gesendet von %(who)s",
    }


def test_an_old_compiled_file_is_named(small):
    messages.write(_translated())
    messages.MO.write_bytes(messages.compiled(Catalog(locale="de")))

    assert messages.problems() == ["django.mo is older than django.po: run `make messages`"]
