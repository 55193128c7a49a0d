"""A clean build: every rule's every unit, rendered by all cores into a fresh release, with the state that goes with it.

Memory does not grow with the catalogue: units stream from the database, links and traces go through files.
"""

from __future__ import annotations

import json
import os
import pickle
from array import array
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

from sitegen.card_shelf import CardShelf
from sitegen.crew import Crew
from sitegen.errors import CannotWrite, ReleaseRefused
from sitegen.facts import digest_of
from sitegen.plan import count_lists, save_lineages
from sitegen.report import Tally
from sitegen.rules import RULES
from sitegen.site import Site
from sitegen.workshop import Workshop
from sitegen.writer import TreeWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from sitegen.render import Renderer
    from sitegen.rules.rule import Unit
    from sitegen.state import State
    from sitegen.workshop import Made

__all__ = ["Site", "build_tree", "dangling", "load_state"]

_LINKS_REMEMBERED = 50_000
_LINKS_BETWEEN_LOOKS = 500


class Bench:
    """One process's place: makes units, writes the outputs, notes in `scratch` what they link to and what they read."""

    def __init__(self, renderer: Renderer, site: Site, root: Path, *, previous: Path | None, scratch: Path) -> None:
        self._workshop = Workshop(renderer, site, told_once=True)
        self._writer = TreeWriter(root, encoding=site.encoding, previous=previous)
        self._scratch = scratch
        self._remembered: set[str] = set()

    def do(self, piece: tuple[str, Unit]) -> Tally:
        """One unit of one rule."""
        tally = Tally()
        links: list[str] = []
        traces = []
        for made in self._workshop.make(*piece):
            tally.wrong += [(made.name, what) for what in made.wrong]
            tally.emails.update(dict.fromkeys(made.emails, made.name))
            links += self._new(made.name, made.links)
            size, outcome = self._writer.write(made.name, made.body)
            tally.outputs += 1
            tally.bytes += size
            setattr(tally, outcome, getattr(tally, outcome) + 1)
            traces.append(_trace_of(made))
        self._append("links", "".join(links).encode())
        self._append("traces", pickle.dumps(traces, protocol=5))
        return tally

    def look_at_chrome(self) -> Tally:
        """What stands on every page, once."""
        tally = Tally()
        for name, seen in self._workshop.look_at_chrome():
            tally.wrong += [(name, what) for what in seen.wrong]
            tally.emails.update(dict.fromkeys(seen.emails, name))
            self._append("links", "".join(self._new(name, seen.links)).encode())
        return tally

    def _append(self, kind: str, body: bytes) -> None:
        if not body:
            return
        file = self._scratch / f"{kind}-{os.getpid()}"
        try:
            with file.open("ab") as notes:
                notes.write(body)
        except OSError as error:
            raise CannotWrite(f"{file} could not be written: {error.strerror}") from error

    def _new(self, name: str, links: set[str]) -> list[str]:
        fresh = links - self._remembered
        if len(self._remembered) > _LINKS_REMEMBERED:
            self._remembered.clear()
        self._remembered |= fresh
        return [f"{json.dumps((name, link))}\n" for link in fresh]


def _trace_of(made: Made) -> tuple[object, ...]:
    shown = made.listing
    entry = None
    if shown is not None and shown.in_lists:
        entry = (shown.id, shown.published_at.isoformat(), shown.category_id, shown.seller_id)
    facts = array("q", made.facts).tobytes()
    digests = array("q", made.facts.values()).tobytes()
    return made.rule, made.subject, made.edition, made.name, made.digest, facts, digests, made.paths, entry


def build_tree(  # noqa: PLR0913 (each is a part of the task)
    renderer: Renderer,
    site: Site,
    root: Path,
    *,
    previous: Path | None,
    scratch: Path,
    jobs: int,
    detach: Callable[[], None],
    look: Callable[[int], None],
) -> Tally:
    """Render the whole site into `root`, an empty folder; `dangling` and `Site.refuse_private` judge it afterwards.

    `detach` drops what a forked process must not share (database connections); `look` is called often, with
    the number of outputs so far. Raises ThemeError, RenderFailed, ReleaseRefused, CannotWrite.
    """
    renderer.load_templates()
    renderer.assets.publish(site.build_dir)
    bench = Bench(renderer, site, root, previous=previous, scratch=scratch)
    total = bench.look_at_chrome()
    detach()
    # Closed at once when something fails: what is read half must not outlive its database connection.
    with ExitStack() as stack:
        pieces = stack.enter_context(closing(_pieces(renderer)))
        renderer.shelve_cards(stack.enter_context(closing(CardShelf(scratch))))
        crew = stack.enter_context(Crew(bench.do, jobs=jobs, prepare=detach))
        for tally in crew.results(pieces, idle=lambda: look(total.outputs)):
            total.add(tally)
            look(total.outputs)
    renderer.shelve_cards(None)
    if total.wrong:
        raise ReleaseRefused(total.wrong)
    return total


def _pieces(renderer: Renderer) -> Generator[tuple[str, Unit]]:
    content = renderer.content
    for rule in RULES:
        for unit in rule.units(content):
            yield rule.name, unit


def dangling(
    site: Site, root: Path, scratch: Path, is_answered: Callable[[str], bool], *, look: Callable[[], None]
) -> Iterator[tuple[str, str]]:
    """Links of the build to what is not there: output, and what is wrong. `look` is called now and then."""
    for file in sorted(scratch.glob("links-*")):
        with file.open(encoding="ascii") as lines:
            for number, (page, link) in enumerate(map(json.loads, lines)):
                if not number % _LINKS_BETWEEN_LOOKS:
                    look()
                # An editor's link to a listing must not stop all pages on the day when the listing is sold.
                if not site.resolves(link, root) and not is_answered(link):
                    yield page, f"links to {link}, which does not exist"


def load_state(state: State, renderer: Renderer, scratch: Path, *, stamp: int, site_paths: int) -> None:
    """Fill a fresh state with what the build noted. Reads no database, so that any thread may do it.

    `stamp` is that of the list pages when the build began, `site_paths` the digest of addresses typed into the chrome.
    """
    number = 0
    for file in sorted(scratch.glob("traces-*")):
        for traces in _unpickled(file):
            outputs, reads, entries = [], [], []
            for rule, subject, edition, name, digest, facts, digests, paths, entry in traces:
                number += 1
                outputs.append((number, rule, subject, edition, name, digest, facts))
                reads.append((number, facts, digests))
                if paths:
                    state.load_paths(paths)
                if entry:
                    entries.append(entry)
            state.load(outputs)
            state.load_reads(_rows(reads))
            state.load_entries(entries)
    content = renderer.content
    save_lineages(state, content)
    for key, length in count_lists(state, {one.id: one.lineage for one in content.categories}).items():
        state.set_count(key, length)
    state.set_meta("site", digest_of(renderer.site))
    state.set_meta("site_paths", site_paths)
    state.set_meta("stamp", stamp)
    state.finish_loading()


def _unpickled(
    file: Path,
) -> Iterator[list[tuple[str, str, str, str, int, bytes, bytes, dict[int, str], tuple[int, str, int, int] | None]]]:
    with file.open("rb") as traces:
        while True:
            try:
                yield pickle.load(traces)  # noqa: S301 (written by this build a moment ago, in a folder of its own)
            except EOFError:
                return


def _rows(reads: list[tuple[int, bytes, bytes]]) -> Iterator[tuple[int, int, int]]:
    for number, packed_facts, packed_digests in reads:
        facts, digests = array("q"), array("q")
        facts.frombytes(packed_facts)
        digests.frombytes(packed_digests)
        for of, seen in zip(facts, digests, strict=True):
            yield of, number, seen
