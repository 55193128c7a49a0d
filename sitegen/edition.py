"""The site in one of its languages: the shop's own has the short addresses, each further one stands below its code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cms.contract.addresses import LANGUAGE_QUERY, in_language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cms.contract.records import SettingsRecord, SiteRecord


@dataclass(frozen=True, slots=True)
class Edition:
    """One language of a site. `prefix` stands before the addresses of its pages: empty, or `/de`."""

    language: str
    prefix: str = ""

    @property
    def key(self) -> str:
        """How its outputs are told from those of other editions: empty for the shop's own language."""
        return self.prefix.removeprefix("/")

    def to(self, path: str) -> str:
        """The address here of what has the address `path` in the shop's own language.

        What the app answers, files and addresses elsewhere are the same in all languages.
        """
        return in_language(self.key, path)

    def file_of(self, name: str) -> str:
        """The output here of what is the output `name` in the shop's own language."""
        if not self.prefix:
            return name
        return f"{self.key}.html" if name == "index.html" else f"{self.key}/{name}"


def in_second_language(site: SiteRecord) -> SiteRecord:
    """What every page shows, with those of its texts that were written in the second language."""
    said = dict(site.second_texts)
    if not said:
        return site
    look, settings = site.appearance, site.settings
    return replace(
        site,
        appearance=replace(
            look,
            hero_title=said.get(look.hero_title, look.hero_title),
            hero_text=said.get(look.hero_text, look.hero_text),
            hero_button_label=said.get(look.hero_button_label, look.hero_button_label),
        ),
        settings=replace(
            settings,
            tagline=said.get(settings.tagline, settings.tagline),
            contact_text=said.get(settings.contact_text, settings.contact_text),
            footer_text=said.get(settings.footer_text, settings.footer_text),
            notice=said.get(settings.notice, settings.notice),
        ),
        menu=tuple(replace(one, label=said.get(one.label, one.label)) for one in site.menu),
        footer=tuple(
            replace(
                column,
                heading=said.get(column.heading, column.heading),
                items=tuple(replace(one, label=said.get(one.label, one.label)) for one in column.items),
            )
            for column in site.footer
        ),
        top_categories=tuple(replace(one, name=said.get(one.name, one.name)) for one in site.top_categories),
    )


def editions_of(settings: SettingsRecord) -> tuple[Edition, ...]:
    """All editions of a site, the shop's own language first."""
    first, *further = settings.languages
    return (Edition(first), *(Edition(code, f"/{code}") for code in further))


def twins(editions: Sequence[Edition], path: str) -> tuple[tuple[str, str], ...]:
    """Language and address of one page in each edition; `path` is that in the shop's own language."""
    return tuple((one.language, one.to(path)) for one in editions)


def ways(edition: Edition, editions: Sequence[Edition]) -> dict[str, Callable[[str], object]]:
    """What templates call to lead somewhere: in their own language, and to the same page in each."""
    return {
        "to": edition.to,
        "twins": lambda path: twins(editions, path),
        # A page of the app has one address for all languages.
        "asked_in": lambda path: tuple((one.language, f"{path}?{LANGUAGE_QUERY}={one.language}") for one in editions),
    }
