"""Everything of ours that the admin shows is there in German, and nothing can be shown that is not."""

from __future__ import annotations

import pytest

from cms.config.environment import BASE_DIR
from deploy import messages
from tests.architecture.visible_texts import in_module, in_script, in_template

_NOT_SHOWN_IN_THE_ADMIN = ("migrations", "management", "demo")
_UNTRANSLATED = {
    # Names, and what is typed as it stands.
    "Abc",
    "CSV",
    "Cataloro",
    "Excel",
    "manage.py restore / …zip --force",
    "ms",
    # A word of the theme, which has translations of its own.
    "Say who you are: name, address, how to reach you.",
    # For people at the command line.
    "Can suspend and activate users",
}


def _files(pattern):
    return [
        file
        for package in messages.PACKAGES
        for file in sorted((BASE_DIR / package).rglob(pattern))
        if not set(_NOT_SHOWN_IN_THE_ADMIN) & set(file.parts)
        and file.name != "apps.py"
        and not file.is_relative_to(BASE_DIR / "commerce" / "api")  # Told to programs, in English.
    ]


def _found(look, pattern):
    return [
        f"{file.relative_to(BASE_DIR)}:{line}: {text}"
        for file in _files(pattern)
        for line, text in look(file)
        if text not in _UNTRANSLATED
    ]


def test_no_module_shows_a_text_that_cannot_be_translated():
    assert _found(in_module, "*.py") == []


def test_no_template_shows_a_text_that_cannot_be_translated():
    assert _found(in_template, "templates/**/*.html") == []


def test_no_script_shows_a_text_that_cannot_be_translated():
    assert _found(in_script, "static/**/*.js") == []


def test_every_text_of_ours_is_there_in_german():
    assert messages.problems() == []


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('help_text = "Read this"', []),
        ('class A:\n    help_text = "Read this"', ["Read this"]),
        ('class A:\n    help_text = _("Read this")', []),
        ('f(label="One" if x else _("Two"))', ["One"]),
        ('models.CharField("the name", max_length=3)', ["the name"]),
        ('models.ForeignKey("catalog.Listing", verbose_name=f"of {x}")', ["f'of {x}'"]),
        ('raise ValidationError({"a": "No.", "b": _("No.")})', ["No."]),
        ('messages.success(request, "Saved %s" % name)', ["Saved %s"]),
        ('class A(TextChoices):\n    B = "b", "Bee"', ["Bee"]),
    ],
)
def test_a_text_is_known_by_its_place(tmp_path, source, shown):
    (tmp_path / "module.py").write_text(source)

    assert [text for _, text in in_module(tmp_path / "module.py")] == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<p>{% trans 'Saved' %} {{ name }}</p>", []),
        ("<p>Saved {{ name }}</p>", ["Saved"]),
        ("{% blocktrans %}Saved {{ name }}{% endblocktrans %}", []),
        ('<img alt="Photo {{ n }}">', ["alt=Photo        "]),
        ('{% panel heading="The site" %}', ['heading="The site"']),
        ('{{ x|default:"None yet" }}', ['|default:"None yet"']),
        ('{{ x|default:"none" }}', []),
    ],
)
def test_a_text_of_a_template_is_known(tmp_path, source, shown):
    (tmp_path / "page.html").write_text(source)

    assert [text for _, text in in_template(tmp_path / "page.html")] == shown
