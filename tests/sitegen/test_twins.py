"""Folded templates: the same pages, faster, and never a wrong one."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from jinja2 import DictLoader, StrictUndefined, Template, UndefinedError
from markupsafe import Markup

from sitegen.rules import RULES
from sitegen.rules.rule import Page
from sitegen.twins import ThemeEnvironment, Twin

MACROS = """
{% macro word(one, loud=false, end="!") -%}
{% set shown = one.name | upper if loud else one.name %}
<b{{ " class=loud" if loud }}>{{ shown }}{{ end }}</b>
{%- endmacro %}

{% macro words(many, heading) -%}
<h2>{{ heading }}</h2>
{% for one in many %}{{ loop.index }}: {{ word(one, loud=loop.first) }} {{ word(one, end="<") }}
{% endfor %}
{%- endmacro %}
"""

BASE = """
{% set title = page.title or shop.name %}
<title>{{ title }}{{ " - " ~ shop.name if shop.name != title }}</title>
<link href="{{ asset("a.css") }}"><a href="{{ absolute(page.path) }}">{{ t("Home") }}</a>
{% block side %}{{ t("Nothing beside {title}", title=title) }}{% endblock %}
{% for code, name in (("a", "A & B"), ("c", "C")) %}<i class="{{ code }}">{{ name }}</i>{% endfor %}
{% if shop.open %}{{ shop.name }}{% elif page.title %}{{ page.title }}{% else %}closed{% endif %}
{% block main required %}{% endblock %}
"""

PAGE = """
{% extends "base" %}
{% from "macros" import words, word as one_word %}
{% set end = page.title %}
{% block side %}{{ t("{a} and {b} & {a}", a=page.title, b=end) }}{% endblock %}
{% block main %}
{% set shown = page.names %}
{{ words(shown, page.title) }}{{ words(page.names[:1], t("Fixed <heading>")) }}
{{ one_word(page.names[0], end=page.title ~ shop.name) }}
{{ [page.title, 1] | length }} {{ page.raw }} {{ none }} {{ 1.5 }}
{{ page.title | replace("a", "b") if page.raw else "-" }}
{% endblock %}
"""


@dataclass
class Named:
    """Something with a name."""

    name: str


@dataclass
class Shop:
    """What holds for all pages."""

    name: str = "Tom's <shop>"
    open: bool = False


@dataclass
class Shown:
    """What a page shows."""

    title: str = 'A "quoted" title & more'
    path: str = "/a?b&c"
    names: tuple[Named, ...] = (Named("one"), Named("<two>"), Named("it's"))
    raw: Markup = field(default_factory=lambda: Markup("<hr>"))


def phrase(text, **values):
    escaped = Markup.escape(text)
    return escaped.format(**values) if values else escaped


def environment_of(**templates):
    environment = ThemeEnvironment(
        loader=DictLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(
        shop=Shop(), t=phrase, asset="/assets/{}".format, absolute="https://shop.example{}".format
    )
    return environment


def as_written(template, **values):
    return Template.render(template, **values).encode(errors="replace")


@pytest.mark.parametrize("title", ["Ada's", "", "Tom's <shop>", "{brace}", "ä€😀", "\ud83d"])
def test_gives_the_same_page_as_the_template_as_it_was_written(title):
    environment = environment_of(macros=MACROS, base=BASE, page=PAGE)
    page = Shown(title=title)

    twin = environment.twin_of("page")

    assert isinstance(twin, Twin)
    assert twin.render({**environment.globals, "page": page}) == as_written(environment.get_template("page"), page=page)


def test_every_page_of_the_theme_has_a_twin_that_gives_the_same(shelf, renderer):
    shelf.put(1, "Oak <table>")
    shelf.put(2, "Chair")
    made = renderer()
    environment = made._environment  # noqa: SLF001 (its templates are what this is about)
    pages = [
        page
        for rule in RULES
        for unit in rule.units(made.content)
        for page in rule.make(unit, made.content)
        if isinstance(page, Page)
    ]

    for page in pages:
        values = {**page.context, "meta": page.meta}
        template = environment.get_template(page.template)
        twin = environment.twin_of(page.template)
        assert environment.globals.keys().isdisjoint(values)
        assert twin is not None, page.template
        assert twin.render({**environment.globals, **values}) == as_written(template, **values)
    assert {page.template for page in pages} >= {"pages/listing.html", "pages/category.html", "pages/home.html"}


def test_a_macro_is_rendered_by_itself():
    environment = environment_of(macros=MACROS)

    twin = environment.twin_of_call("macros", "word")

    assert twin is not None
    assert twin.render({"one": Named("<a>"), "loud": True, "end": "?"}) == b"<b class=loud>&lt;A&gt;?</b>"


@pytest.mark.parametrize(
    "source",
    [
        "{% extends 'base' %}{% block main %}{{ super() }}{% endblock %}",
        "{% macro word(one) %}{{ one.title }}{% endmacro %}{% set a = word(page) %}{{ a }}",
        "{% import 'macros' as m %}{{ m.word(page.names[0]) }}",
        "{% include 'other' %}",
        "{% macro again(one) %}{% if one %}{{ again(one[1:]) }}{% endif %}{% endmacro %}{{ again(page.title) }}",
        "{% for one in page.names if one.name %}{{ one.name }}{% endfor %}",
        "{% macro box() %}{{ caller() }}{% endmacro %}{% call box() %}x{% endcall %}",
        "{% filter upper %}{{ page.title }}{% endfilter %}",
        "{% macro word(one) %}{{ one.name }}{{ page.title }}{% endmacro %}{{ word(page.names[0]) }}",
    ],
)
def test_what_it_does_not_understand_is_rendered_as_it_was_written(source):
    base = "{% block main %}main {% endblock %}"
    environment = environment_of(page=source, base=base, macros=MACROS, other="other")
    template = environment.get_template("page")

    assert environment.twin_of("page") is None
    assert b"".join(template.pieces({"page": Shown()})) == as_written(template, page=Shown())


def test_an_error_is_told_with_the_line_of_the_template_and_the_next_page_is_rendered():
    environment = environment_of(page="\n\n{{ page.title.name }}{{ shop.name }}")
    template = environment.get_template("page")

    with pytest.raises(UndefinedError) as failed:
        template.render(page=Shown())

    assert 3 in [entry.lineno + 1 for entry in failed.traceback if str(entry.path) == "<template>"]
    assert template.render(page=Shown(title=Named("A & B"))) == "\n\nA &amp; BTom&#39;s &lt;shop&gt;"


def test_a_page_that_only_the_template_as_written_can_render_is_taken_from_it():
    environment = environment_of(page="{{ page.title.key }}{% if page.nothing is defined %}?{% endif %}")

    assert environment.get_template("page").render(page=Shown(title={"key": "<item>"})) == "&lt;item&gt;"


def test_a_value_that_has_no_literal_form_is_asked_for_when_the_page_is_rendered():
    environment = environment_of(page="{{ show(shop) }}{% for one in shops %}{{ one.name }}{% endfor %}")
    environment.globals.update(show=lambda shop: shop.name, shops=(Shop("a"), Shop("b")))

    twin = environment.twin_of("page")

    assert twin is not None
    assert twin.render(dict(environment.globals)) == b"Tom&#39;s &lt;shop&gt;ab"
