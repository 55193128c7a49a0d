"""Pages for what is not there: 404, 410 and 500. They work without the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.rules.rule import Document, Meta, Page, Rule, Stage, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sitegen.content import Content

_PAGES = (
    ("404", "pages/not_found.html", "Not found"),
    ("410", "pages/gone.html", "No longer available"),
    ("500", "pages/server_error.html", "Something went wrong"),
)


def units(content: Content) -> Iterator[Unit]:
    """The three pages."""
    yield from _PAGES


def chosen(subjects: Sequence[str], content: Content) -> Iterator[Unit]:
    """Some of them."""
    yield from (one for one in units(content) if one[0] in subjects)


def make(unit: Unit, content: Content) -> Iterator[Page | Document]:
    """One of them."""
    name, template, title = unit
    yield Page(
        subject=name,
        content=content.tracked(),
        name=f"{name}.html",
        template=template,
        meta=Meta(title=content.translate(title), path="/", index=False),
    )


ERRORS = Rule(name="errors", stage=Stage.LEAF, units=units, chosen=chosen, make=make)
