"""Says whether a served tree is whole: every file unpacks, and every internal link and asset of every page resolves."""

from __future__ import annotations

import gzip
import html
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cms.contract.addresses import APP_PATHS

_LINK = re.compile(rb"""\b(?:href|src)="([^"]*)\"""")
_SOURCES = re.compile(rb"""\bsrcset="([^"]*)\"""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The folders that a server would serve."""

    live: Path
    assets: Path
    photos: Path
    site_url: str


def problems_of(tree: Tree) -> list[str]:
    """What is wrong; nothing when the tree is whole."""
    if not tree.live.is_dir():
        return [f"{tree.live} leads nowhere"]
    release = tree.live.resolve()
    found = [*_receipt_problems(release)]
    known: dict[str, bool] = {}
    for file in sorted(release.rglob("*")):
        if file.is_file():
            found += _file_problems(file, release, tree, known)
    return found


def _receipt_problems(release: Path) -> Iterator[str]:
    try:
        json.loads((release / "build.json").read_bytes())
    except (OSError, ValueError) as error:
        yield f"build.json: {error}"


def _file_problems(file: Path, release: Path, tree: Tree, known: dict[str, bool]) -> Iterator[str]:
    name = file.relative_to(release).as_posix()
    try:
        content = gzip.decompress(file.read_bytes()) if name.endswith(".gz") else file.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        yield f"{name}: does not unpack ({error})"
        return
    if not name.removesuffix(".gz").endswith(".html"):
        return
    if not content.rstrip().endswith(b"</html>"):
        yield f"{name}: ends early"
    for address in _addresses(content):
        path = address.removeprefix(tree.site_url).partition("#")[0].partition("?")[0]
        if not path.startswith("/") or path.startswith("//"):
            continue
        if path not in known:
            known[path] = _resolves(path, release, tree)
        if not known[path]:
            yield f"{name}: nothing is at {path}"


def _addresses(content: bytes) -> Iterator[str]:
    for found in _LINK.findall(content):
        yield html.unescape(found.decode())
    for found in _SOURCES.findall(content):
        for candidate in html.unescape(found.decode()).split(","):
            yield candidate.split()[0]


def _resolves(path: str, release: Path, tree: Tree) -> bool:
    first = path.split("/")[1]
    if first in APP_PATHS:
        return True
    if first == "assets":
        return (tree.assets / path.removeprefix("/assets/")).is_file()
    if first == "photos":
        return (tree.photos / path.removeprefix("/photos/")).is_file()
    name = path.strip("/") or "index"
    return any((release / f"{name}{ending}").is_file() for ending in (".html.gz", ".html", ".gz", ""))
