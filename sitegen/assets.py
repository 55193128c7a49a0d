"""The theme's files and the shop's icons, named by their content's hash, so that browsers keep them for ever."""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import brotli

from sitegen.errors import ThemeError, UnknownAsset
from sitegen.writer import write_shared

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cms.contract.records import IconRecord

_COMPRESSED = frozenset({".css", ".js", ".svg", ".json", ".txt"})
_REFERENCES = {
    ".css": re.compile(r"""(?P<before>url\(\s*["']?)(?P<name>[^"')#?:]+)(?P<after>[^)]*\))"""),
    ".js": re.compile(r"""(?P<before>(?:from|import)\s*\(?\s*["'])\./(?P<name>[^"']+)(?P<after>["'])"""),
}
_HASH_LENGTH = 12


class Assets:
    """Knows the address of every asset; `publish` puts the files beside the releases."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bodies: dict[str, bytes] = {}
        self._addresses: dict[str, str] = {}
        self._underway: set[str] = set()

    def address(self, name: str) -> str:
        """`/assets/<name>.<hash>.<ext>` for a file below the theme's assets folder. Raises UnknownAsset."""
        if name not in self._addresses:
            self._load(name)
        return self._addresses[name]

    def add(self, name: str, body: bytes) -> str:
        """Take a generated file (`appearance.css`, an icon) among the assets; returns its address."""
        stem, _, extension = name.rpartition(".")
        digest = hashlib.sha256(body).hexdigest()[:_HASH_LENGTH]
        self._addresses[name] = f"/assets/{stem.replace('/', '-')}.{digest}.{extension}"
        self._bodies[self._addresses[name]] = body
        return self._addresses[name]

    def add_icons(self, icons: Iterable[IconRecord]) -> dict[int, str]:
        """The addresses of the shop's icons by size in px; the theme's own where the shop has none."""
        shop = {icon.size: self.add(f"icon-{icon.size}.png", icon.png) for icon in icons}
        sizes = (32, 180, 192, 512)
        return {size: shop.get(size) or self.address(f"icon-{size}.png") for size in sizes}

    def load_all(self) -> None:
        """Read every file of the theme, so that also what only a script asks for is published."""
        for file in sorted(self._folder.rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                self.address(file.relative_to(self._folder).as_posix())

    @property
    def addresses(self) -> list[str]:
        """All addresses, sorted."""
        return sorted(self._bodies)

    def publish(self, build_dir: Path) -> None:
        """Write what is not there yet, with a gzip and a Brotli form beside texts; a hashed name is never rewritten."""
        for address, body in sorted(self._bodies.items()):
            target = build_dir / address.removeprefix("/")
            forms = [(target, body)]
            if target.suffix in _COMPRESSED:
                packed = _packed(body)
                forms.extend((target.with_name(target.name + ending), packed[ending]) for ending in sorted(packed))
            for file, content in forms:
                write_shared(file, content)

    def _load(self, name: str) -> None:
        file = self._folder / name
        if name in self._underway or ".." in name.split("/") or not file.is_file():
            raise UnknownAsset(name)
        try:
            body = file.read_bytes()
            text = body.decode() if file.suffix in _REFERENCES else ""
        except (OSError, UnicodeDecodeError) as error:
            raise ThemeError(f"assets/{name} cannot be read: {error}") from error
        if pattern := _REFERENCES.get(file.suffix):
            self._underway.add(name)
            folder = name.rpartition("/")[0]
            body = pattern.sub(lambda found: self._resolved(found, folder), text).encode()
            self._underway.remove(name)
        self.add(name, body)

    def _resolved(self, found: re.Match[str], folder: str) -> str:
        is_elsewhere = found["name"].startswith("/") or found["after"].startswith(":")
        if is_elsewhere:
            return found[0]
        parts: list[str] = folder.split("/") if folder else []
        for part in found["name"].removeprefix("./").split("/"):
            if part == "..":
                parts = parts[:-1]
            else:
                parts.append(part)
        return f"{found['before']}{self.address('/'.join(parts))}{found['after']}"


@lru_cache(maxsize=256)
def _packed(body: bytes) -> dict[str, bytes]:
    """The forms beside a text, by the ending of their names. Brotli at its best is slow: a publisher does it once."""
    return {".br": brotli.compress(body), ".gz": gzip.compress(body, 9, mtime=0)}
