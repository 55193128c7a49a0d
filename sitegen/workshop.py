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
    from sitegen.rules.rule import Rule, Unit


@dataclass(slots=True, kw_only=True)
class Made:
    """One finished output. `digest` is that of `body`; `listing` the listing whose own page it is.

    `edition` is empty in the shop's own language, else the key of the edition: a subject has an output in each.
    """

    rule: str
    subject: str
    edition: str
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
        chrome = [part.encode() for one in renderer.editions for part in one.chrome.values()]
        self._check = PageCheck(site.site_url, production=site.production, chrome=chrome)

    def make(self, rule: str, unit: Unit) -> Iterator[Made]:
        """The outputs of one unit, in all editions. Raises RenderFailed."""
        kind = RULE_BY_NAME[rule]
        # Nobody links to a page of a further edition before the page in the shop's own language is there.
        for renderer in (*self.renderer.further, self.renderer) if kind.in_all_editions else (self.renderer,):
            yield from self._make_in(renderer, kind, unit)

    def _make_in(self, renderer: Renderer, rule: Rule, unit: Unit) -> Iterator[Made]:
        edition = renderer.edition
        for output in rule.make(unit, renderer.content):
            tracked = output.content
            if isinstance(output, Page):
                pieces = renderer.pieces(output)
                body = b"".join(pieces)
                seen = self._check.look_at_pieces(pieces, body) if self._told_once else self._check.look(body)
                yield Made(
                    rule=rule.name,
                    subject=output.subject,
                    edition=edition.key,
                    name=edition.file_of(output.name),
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
                    rule=rule.name,
                    subject=output.subject,
                    edition=edition.key,
                    name=edition.file_of(output.name),
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
        for one in self.renderer.editions:
            for name, part in one.chrome.items():
                yield f"layouts/{name}.html", self._check.look_at_all(part.encode())
