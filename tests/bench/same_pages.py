"""Whether two builds of one shop say the same: text, links and structured data of pages, and what their lists hold."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ADDRESSES = ("href", "src", "srcset")
_PARTS = ("listing", "category", "seller")


@dataclass(slots=True)
class Seen:
    """What a page says: its words, where it leads, what it tells machines, and its cards by the listing they show."""

    words: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    data: list[Any] = field(default_factory=list)
    cards: dict[str, str] = field(default_factory=dict)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()
        self._is_data = False
        self._card: list[str] | None = None
        self._shows = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._is_data = found.get("type") == "application/ld+json"
        if tag == "article" and found.get("class") == "card":
            self._card = []
        for name in _ADDRESSES:
            if value := found.get(name):
                self.seen.links.append(value)
                if name == "href" and self._card is not None:
                    self._shows = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._is_data = False
        if tag == "article" and self._card is not None:
            self.seen.cards[self._shows] = " ".join(self._card)
            self._card = None

    def handle_data(self, data: str) -> None:
        if self._is_data:
            self.seen.data.append(json.loads(data))
            return
        words = data.split()
        self.seen.words += words
        if self._card is not None:
            self._card += words


def look(file: Path) -> Seen:
    """A page of either build, packed or not."""
    body = file.read_bytes()
    page = _Page()
    page.feed((gzip.decompress(body) if file.suffix == ".gz" else body).decode())
    return page.seen


def differences(ours: Path, theirs: Path, *, most: int = 300) -> Iterator[str]:
    """What differs between so many listing pages, and between all lists of categories and sellers."""
    files = sorted((ours / "listing").iterdir())
    for file in files[:: max(1, len(files) // most)]:
        name = file.name.removesuffix(".html.gz")
        here, there = look(file), look(theirs / "listing" / f"{name}.html")
        for what in ("words", "links", "data"):
            mine, yours = getattr(here, what), getattr(there, what)
            if mine != yours:
                yield f"listing/{name}: {what}: {_first_difference(mine, yours)}"
    here_lists, there_lists = _lists(ours), _lists(theirs)
    for name in sorted(here_lists.keys() | there_lists.keys()):
        if here_lists.get(name, {}) != there_lists.get(name, {}):
            yield f"{name}: {len(here_lists.get(name, {}))} cards here, {len(there_lists.get(name, {}))} there"


def _lists(tree: Path) -> dict[str, dict[str, str]]:
    """The cards of every list, over all its pages. Each page's first part before `/page/` names the list."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for part in _PARTS[1:]:
        for file in (tree / part).rglob("*.html*"):
            name = file.relative_to(tree).as_posix().removesuffix(".gz").removesuffix(".html").partition("/page/")[0]
            found[name] |= look(file).cards
    return {name: cards for name, cards in found.items() if cards}


def _first_difference(mine: list[Any], yours: list[Any]) -> str:
    for place, (one, other) in enumerate(zip(mine, yours, strict=False)):
        if one != other:
            around = slice(max(0, place - 3), place + 4)
            return f"{str(mine[around])[:200]} here, {str(yours[around])[:200]} there"
    return f"{len(mine)} here, {len(yours)} there"
