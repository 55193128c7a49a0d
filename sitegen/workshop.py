"""From units to finished outputs: rendered, looked at, and with the trace of what they read. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from sitegen.check import PageCheck
from sitegen.rules import RULE_BY_NAME
from sitegen.rules.rule import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cms.contract.records import ListingRecord
    from sitegen.build import Site
    from sitegen.check import Seen
    from sitegen.render import Renderer
    from sitegen.rules.rule import Unit


@dataclass(slots=True, kw_only=True)
class Made:
    """One finished output. `digest` is that of `body`; `listing` the listing whose own page it is."""

    rule: str
    subject: str
    name: str
    body: bytes
    facts: dict[int, int]
    paths: dict[int, str]
    listing: ListingRecord | None = None
    links: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    @property
    def digest(self) -> int:
        """63 bits that tell two bodies apart."""
        return int.from_bytes(blake2b(self.body, digest_size=8).digest(), "big") >> 1


class Workshop:
    """Makes outputs with one renderer, from whatever content that has at the moment.

    `told_once` is for a build: what many pages show is told of the first of them alone.
    """

    def __init__(self, renderer: Renderer, site: Site, *, told_once: bool = False) -> None:
        self._told_once = told_once
        self.renderer = renderer
        chrome = [part.encode() for part in renderer.chrome.values()]
        self._check = PageCheck(site.site_url, production=site.production, chrome=chrome)

    def make(self, rule: str, unit: Unit) -> Iterator[Made]:
        """The outputs of one unit. Raises RenderFailed."""
        for output in RULE_BY_NAME[rule].make(unit, self.renderer.content):
            tracked = output.content
            if isinstance(output, Page):
                pieces = self.renderer.pieces(output)
                body = b"".join(pieces)
                seen = self._check.look_at_pieces(pieces, body) if self._told_once else self._check.look(body)
                yield Made(
                    rule=rule,
                    subject=output.subject,
                    name=output.name,
                    body=body,
                    facts=tracked.facts,
                    paths=tracked.paths,
                    listing=output.listing,
                    links=seen.links,
                    emails=seen.emails,
                    wrong=seen.wrong,
                )
            else:
                yield Made(
                    rule=rule,
                    subject=output.subject,
                    name=output.name,
                    body=output.body,
                    facts=tracked.facts,
                    paths=tracked.paths,
                )

    def chosen(self, rule: str, subjects: Sequence[str]) -> Iterator[Made]:
        """The outputs of these subjects; nothing for those that have none."""
        for unit in RULE_BY_NAME[rule].chosen(subjects, self.renderer.content):
            yield from self.make(rule, unit)

    def look_at_chrome(self) -> Iterator[tuple[str, Seen]]:
        """What stands on every page, once: template and what it shows."""
        for name, part in self.renderer.chrome.items():
            yield f"layouts/{name}.html", self._check.look_at_all(part.encode())
