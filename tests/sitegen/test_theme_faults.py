"""A theme that is wrong: told with page, template and line, and the live site stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sitegen.errors import PublishError, RenderFailed, ThemeError
from tests.sitegen.stage import copied_theme, refused


def test_a_template_error_names_page_template_and_line(shelf, make_publisher, tmp_path):
    theme = copied_theme(tmp_path)
    publisher = make_publisher(theme=theme)
    shelf.put(1)
    publisher.build()
    template = theme / "templates" / "pages" / "listing.html"
    lines = template.read_text().splitlines()
    at = next(number for number, line in enumerate(lines) if "{% block content %}" in line)
    lines.insert(at + 1, "{{ listing.colour_of_the_moon }}")
    template.write_text("\n".join(lines))

    error = refused(publisher, error=RenderFailed)

    assert (error.path, error.template, error.line) == ("/listing/1-red-bike", "pages/listing.html", at + 2)
    assert "colour_of_the_moon" in str(error)


def test_a_template_that_was_compiled_before_in_another_place_tells_its_own_line_too(shelf, make_publisher, tmp_path):
    shelf.put(1)
    told = []
    for name in ("one", "two"):
        theme = copied_theme(tmp_path / name)
        (theme / "templates/pages/seller.html").write_text(
            "\n\n{% macro it(x) %}\n{{ x.nope }}{% endmacro %}{{ it(1) }}"
        )
        with pytest.raises(RenderFailed) as caught:
            make_publisher(theme=theme).build()
        told.append((caught.value.path, caught.value.template, caught.value.line))

    assert told == [("/seller/42-anna", "pages/seller.html", 4)] * 2


def broken(theme, what):
    templates = theme / "templates"
    card = templates / "macros" / "card.html"
    seller = templates / "pages" / "seller.html"
    {
        "undefined in a card": lambda: card.write_text("{% macro listing_card(it) %}\n{{ it.nope }}{% endmacro %}"),
        "asset in a card": lambda: card.write_text("{% macro listing_card(it) %}{{ asset('no.png') }}{% endmacro %}"),
        "no macro": lambda: card.write_text("nothing"),
        "endless macro": lambda: card.write_text("{% macro listing_card(it) %}{{ listing_card(it) }}{% endmacro %}"),
        "syntax": lambda: card.write_text("\n{% if %}"),
        "filter": lambda: seller.write_text("\n\n{{ 1|nope }}"),
        "no template": seller.unlink,
        "not a text": lambda: seller.write_bytes(b"\xff\xfe"),
        "value of a translation": lambda: seller.write_text("{{ t('Hello {name}', nam=1) }}"),
        "style sheet": lambda: (theme / "assets" / "base.css").write_bytes(b"\xff\xfe"),
        "no icon": (theme / "assets" / "icon-32.png").unlink,
        "words": lambda: (theme / "messages" / "de.toml").write_bytes(b"\xff"),
        "no words": (theme / "messages" / "de.toml").unlink,
    }[what]()


THEME_FAULTS = {
    "undefined in a card": r"^/listing/1-red-bike could not be rendered \(macros/card.html, line 2\): .* 'nope'$",
    "asset in a card": r"\(macros/card.html, line 1\): the theme has no asset 'no.png'$",
    "no macro": r"\(macros/card.html\): macros/card.html has no macro listing_card$",
    "endless macro": r"\(macros/card.html, line 1\): maximum recursion depth",
    "syntax": r"^macros/card.html, line 2: Expected an expression",
    "filter": r"^pages/seller.html, line 3: No filter named 'nope'",
    "no template": r"^/seller/42-anna could not be rendered .* the theme has no template pages/seller.html$",
    "not a text": r"^pages/seller.html cannot be read: 'utf-8' codec can't decode",
    "value of a translation": r"\(pages/seller.html, line 1\): 'name' is missing$",
    "style sheet": r"^assets/base.css cannot be read: 'utf-8' codec",
    "no icon": r"^the theme has no asset 'icon-32.png'$",
    "words": r"^messages/de.toml cannot be read: 'utf-8' codec",
    "no words": r"^the theme does not speak 'de': messages/de.toml is missing$",
}


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("what", THEME_FAULTS)
def test_every_fault_of_a_theme_is_told_in_one_line(what, jobs, shelf, make_publisher, tmp_path):
    theme = copied_theme(tmp_path)
    shelf.put(1)
    shelf.settings = replace(shelf.settings, languages=("de",) if "words" in what else ("en",))
    broken(theme, what)

    with pytest.raises(PublishError, match=THEME_FAULTS[what]) as caught:
        make_publisher(theme=theme, jobs=jobs).build()

    assert "\n" not in str(caught.value)


def test_a_template_name_made_at_run_time_is_refused(make_publisher, tmp_path):
    theme = copied_theme(tmp_path)
    publisher = make_publisher(theme=theme)
    publisher.build()
    template = theme / "templates" / "pages" / "gone.html"
    template.write_text(template.read_text() + "{% include site.settings.tagline %}")

    error = refused(publisher, error=ThemeError)

    assert str(error) == "pages/gone.html includes a template by a computed name; write the name out"
