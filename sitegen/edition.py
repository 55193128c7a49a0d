"""The site in one of its languages: the shop's own has the short addresses, each further one stands below its code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cms.contract.addresses import in_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cms.contract.records import SettingsRecord


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


def editions_of(settings: SettingsRecord) -> tuple[Edition, ...]:
    """All editions of a site, the shop's own language first."""
    first, *further = settings.languages
    return (Edition(first), *(Edition(code, f"/{code}") for code in further))


def twins(editions: Sequence[Edition], path: str) -> tuple[tuple[str, str], ...]:
    """Language and address of one page in each edition; `path` is that in the shop's own language."""
    return tuple((one.language, one.to(path)) for one in editions)
