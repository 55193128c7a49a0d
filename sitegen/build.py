"""A clean build: every rule's every unit, rendered by all cores into a fresh release, checked, ready to be switched to.

Memory does not grow with the catalogue: units stream from the database, links to check go through a file.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cms.contract.addresses import APP_PATHS
from sitegen.check import PageCheck, Seen
from sitegen.crew import Crew
from sitegen.errors import CannotWrite, ReleaseRefused, ThemeError
from sitegen.report import Tally
from sitegen.rules import RULE_BY_NAME, RULES
from sitegen.rules.rule import Page, Unit, file_of
from sitegen.writer import TreeWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from sitegen.render import Renderer

_LINKS_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a site is built and what holds for all of it."""

    build_dir: Path
    media_dir: Path
    theme: Path
    site_url: str
    encoding: str
    production: bool

    @property
    def fingerprint(self) -> str:
        """A digest of all that changes pages but is no content: theme, code, address, encoding. Raises ThemeError."""
        surroundings = f"{self.site_url}|{self.encoding}|{self.production}|{code_digest()}"
        try:
            theme = _digest(self.theme, "*")
        except OSError as error:
            raise ThemeError(f"the theme cannot be read: {error}") from error
        return hashlib.sha256(f"{surroundings}|{theme}".encode()).hexdigest()


@cache
def code_digest() -> str:
    """A digest of the code that makes pages, as this process first found it: what it runs, not what lies there."""
    package = Path(__file__).resolve().parent
    return _digest(package, "*.py") + _digest(package.parent / "cms", "*.py")


def _digest(folder: Path, pattern: str) -> str:
    digest = hashlib.sha256()
    for file in sorted(one for one in folder.rglob(pattern) if one.is_file()):
        name = file.relative_to(folder).as_posix()
        digest.update(name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


class Workshop:
    """One process's bench: renders units, writes the outputs, notes what they link to."""

    def __init__(self, renderer: Renderer, site: Site, root: Path, *, previous: Path | None, scratch: Path) -> None:
        self._renderer = renderer
        self._writer = TreeWriter(root, encoding=site.encoding, previous=previous)
        chrome = [part.encode() for part in renderer.chrome.values()]
        self._check = PageCheck(site.site_url, production=site.production, chrome=chrome)
        self._scratch = scratch
        self._remembered: set[str] = set()

    def do(self, piece: tuple[str, Unit]) -> Tally:
        """One unit of one rule."""
        name, unit = piece
        tally = Tally()
        links: list[str] = []
        for output in RULE_BY_NAME[name].make(unit, self._renderer.content):
            if isinstance(output, Page):
                body = self._renderer.render(output)
                links += self._judge(output.name, self._check.look(body), tally)
            else:
                body = output.body
            size, outcome = self._writer.write(output.name, body)
            tally.outputs += 1
            tally.bytes += size
            setattr(tally, outcome, getattr(tally, outcome) + 1)
        self._note(links)
        return tally

    def look_at_chrome(self) -> Tally:
        """What stands on every page, once."""
        tally = Tally()
        for name, part in self._renderer.chrome.items():
            self._note(self._judge(f"layouts/{name}.html", self._check.look_at_all(part.encode()), tally))
        return tally

    def _judge(self, name: str, seen: Seen, tally: Tally) -> list[str]:
        tally.wrong += [(name, what) for what in seen.wrong]
        tally.emails.update(dict.fromkeys(seen.emails, name))
        return [f"{json.dumps((name, link))}\n" for link in self._new(seen.links)]

    def _note(self, links: list[str]) -> None:
        if not links:
            return
        file = self._scratch / f"links-{os.getpid()}"
        try:
            with file.open("a", encoding="ascii") as notes:
                notes.writelines(links)
        except OSError as error:
            raise CannotWrite(f"{file} could not be written: {error.strerror}") from error

    def _new(self, links: set[str]) -> set[str]:
        fresh = links - self._remembered
        if len(self._remembered) > _LINKS_REMEMBERED:
            self._remembered.clear()
        self._remembered |= fresh
        return fresh


def build_tree(  # noqa: PLR0913 (each is a part of the task)
    renderer: Renderer,
    site: Site,
    root: Path,
    *,
    previous: Path | None,
    scratch: Path,
    jobs: int,
    detach: Callable[[], None],
    personal_emails: Callable[[set[str]], set[str]],
    is_answered: Callable[[str], bool],
    progress: Callable[[int], None],
) -> Tally:
    """Render the whole site into `root`, an empty folder, and check it.

    `detach` drops what a forked process must not share (database connections); `is_answered` tells of an address
    without a file whether the app leads on from there or knows that it is gone; `progress` hears the number of
    outputs so far. Raises ThemeError, ReleaseRefused, RenderFailed, CannotWrite.
    """
    renderer.load_templates()
    renderer.assets.publish(site.build_dir)
    workshop = Workshop(renderer, site, root, previous=previous, scratch=scratch)
    total = workshop.look_at_chrome()
    detach()
    # Closed at once when something fails: what is read half must not outlive its database connection.
    with closing(_pieces(renderer)) as pieces, Crew(workshop.do, jobs=jobs, prepare=detach) as crew:
        for tally in crew.results(pieces):
            total.add(tally)
            progress(total.outputs)
    wrong = [*total.wrong, *_dangling(site, root, scratch, is_answered), *_private(total, renderer, personal_emails)]
    if wrong:
        raise ReleaseRefused(wrong)
    return total


def _pieces(renderer: Renderer) -> Generator[tuple[str, Unit]]:
    for rule in RULES:
        for unit in rule.units(renderer.content):
            yield rule.name, unit


def _dangling(site: Site, root: Path, scratch: Path, is_answered: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    for file in sorted(scratch.glob("links-*")):
        with file.open(encoding="ascii") as lines:
            for page, link in map(json.loads, lines):
                # An editor's link to a listing must not stop all pages on the day when the listing is sold.
                if not resolves(link, site, root) and not is_answered(link):
                    yield page, f"links to {link}, which does not exist"


def resolves(link: str, site: Site, root: Path) -> bool:
    """Whether an internal address (path only) is answered: by a file of the release, a shared file, or the app."""
    first = link.removeprefix("/").partition("/")[0]
    if first in APP_PATHS:
        return True
    if first in ("assets", "photos"):
        return _is_file((site.build_dir if first == "assets" else site.media_dir) / link.removeprefix("/"))
    suffix = ".gz" if site.encoding == "gzip" else ""
    name = first if "." in first else file_of(link.rstrip("/") or "/")
    return _is_file(root / f"{name}{suffix}")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False  # No file has a name as long as that.


def _private(
    total: Tally, renderer: Renderer, personal_emails: Callable[[set[str]], set[str]]
) -> Iterator[tuple[str, str]]:
    allowed = {renderer.content.site.settings.contact_email.lower(), f"@{urlsplit(renderer.content.site_url).netloc}"}
    for address in sorted(personal_emails(set(total.emails) - allowed)):
        yield total.emails[address], "shows the e-mail address of a buyer or seller"
