"""Where a site is built, and what holds for all of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cms.contract.addresses import APP_PATHS
from sitegen.errors import ReleaseRefused, ThemeError
from sitegen.rules.rule import file_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sitegen.render import Renderer


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
    def surroundings(self) -> str:
        """A digest of all that changes pages but is neither content nor theme: code, address, encoding."""
        return hashlib.sha256(f"{self.site_url}|{self.encoding}|{self.production}|{code_digest()}".encode()).hexdigest()

    @property
    def fingerprint(self) -> str:
        """A digest of all that changes pages but is no content. Raises ThemeError."""
        try:
            theme = _digest(self.theme, "*")
        except OSError as error:
            raise ThemeError(f"the theme cannot be read: {error}") from error
        return hashlib.sha256(f"{self.surroundings}|{theme}".encode()).hexdigest()

    def forms_of(self, name: str) -> tuple[str, ...]:
        """The files in which an output is stored."""
        forms = {"gzip": (f"{name}.gz",), "plain": (name,), "both": (name, f"{name}.gz")}
        return forms[self.encoding]

    def resolves(self, link: str, root: Path) -> bool:
        """Whether an internal address (path only) is answered: by a file of the release, a shared one, or the app."""
        name = self.name_of(link)
        return self.has_shared(link) if name is None else self.has(root, name)

    def name_of(self, link: str) -> str | None:
        """The output at an internal address; None where the app or a file shared by all releases answers."""
        first = link.removeprefix("/").partition("/")[0]
        if first in APP_PATHS or first in _SHARED:
            return None
        return first if "." in first else file_of(link.rstrip("/") or "/")

    def has(self, root: Path, name: str) -> bool:
        """Whether a release holds an output."""
        return _is_file(root / self.forms_of(name)[0])

    def has_shared(self, link: str) -> bool:
        """Whether the app or a shared file answers an address without an output."""
        first = link.removeprefix("/").partition("/")[0]
        if first in APP_PATHS:
            return True
        return _is_file((self.build_dir if first == "assets" else self.media_dir) / link.removeprefix("/"))

    def refuse_private(
        self, emails: Mapping[str, str], renderer: Renderer, personal_emails: Callable[[set[str]], set[str]]
    ) -> None:
        """Raise ReleaseRefused when one of these addresses (with the output that shows it) is a buyer's or seller's."""
        allowed = {renderer.site.settings.contact_email.lower(), f"@{urlsplit(self.site_url).netloc}"}
        found = sorted(personal_emails(set(emails) - allowed))
        if found:
            raise ReleaseRefused([(emails[one], "shows the e-mail address of a buyer or seller") for one in found])


_SHARED = frozenset({"assets", "photos"})


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False  # No file has a name as long as that.


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
