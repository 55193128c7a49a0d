"""What must never be in a served page: looked for in every page's bytes, before the release is switched to.

Only what our own templates write is judged: attributes, told by their quotation mark, which no text can hold
unescaped. What sellers write in their texts can never stop a publication; e-mail addresses in it are reported
for a look-up among people's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ATTRIBUTES = ("href", "src", "srcset", "action", "poster")
_OPENINGS = (
    *((name, f' {name}="'.encode()) for name in _ATTRIBUTES),
    # Of all descriptions in the head these two are addresses; the others are texts of sellers.
    ("content", b' property="og:image" content="'),
    ("content", b' property="og:url" content="'),
)
_FORBIDDEN = (b' name="csrfmiddlewaretoken"', b' style="')
_EMAIL = re.compile(rb"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_BEFORE_AT = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._%+-")
_LONGEST_EMAIL = 254
_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 (names, nothing is bound)
_KEPT = 50_000
_LONG = 40


@dataclass(slots=True)
class Seen:
    """What one page shows: internal links to resolve, e-mail addresses to look up, and what is wrong already."""

    links: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


class PageCheck:
    """Reads pages of one site. `production` refuses local host names, too.

    `chrome` are the parts that stand on every page: looked at once, by the caller, and left out of each page.
    """

    def __init__(self, site_url: str, *, production: bool, chrome: Sequence[bytes] = ()) -> None:
        self._site_url = site_url
        self._host = urlsplit(site_url).netloc
        self._production = production
        self._chrome = sorted(chrome, key=len, reverse=True)
        self._known: dict[tuple[str, bytes], tuple[tuple[str, ...], str | None]] = {}
        self._pieces: dict[int, bytes] = {}
        # Most addresses: a path, of our host if it names one, without anything to decode.
        self._plain = re.compile(rb"(?:%s)?(/(?!/)[\w./-]*)" % re.escape(site_url).encode(), re.ASCII)

    def look(self, body: bytes) -> Seen:
        """Everything worth knowing of one HTML page, apart from its chrome."""
        for part in self._chrome:
            body = body.replace(part, b"", 1)
        return self.look_at_all(body)

    def look_at_pieces(self, pieces: Sequence[bytes], body: bytes) -> Seen:
        """What is worth knowing of this page (in the pieces it was put together from) and stood on no page before.

        For a build, where one finding is enough: most of a page is the frame of all pages and the cards of its
        neighbours.
        """
        known = self._pieces
        if len(known) > _KEPT:
            known.clear()
        rest = []
        for piece in pieces:
            mark = hash(piece)
            short = known.get(mark)
            if short is None:
                short = piece
                if len(piece) > _LONG:
                    known[mark] = _abridged(piece)
            rest.append(short)
        return self._look(b"".join(rest), body)

    def look_at_all(self, body: bytes) -> Seen:
        """Everything worth knowing of these bytes."""
        return self._look(body, body)

    def _look(self, part: bytes, body: bytes) -> Seen:
        seen = Seen()
        for attribute, value in _attributes(part):
            links, wrong = self._judged(attribute, value)
            seen.links.update(links)
            if wrong:
                seen.wrong.append(wrong)
            if attribute == "href" and value[:1] == b"#" and b' id="%s"' % value[1:] not in body:
                seen.wrong.append(f"links to {value.decode()}, which is not on the page")
        seen.wrong += [f"contains {found.decode()!r}" for found in _FORBIDDEN if found in part]
        seen.emails = set(_emails(part))
        return seen

    def _judged(self, attribute: str, value: bytes) -> tuple[tuple[str, ...], str | None]:
        if plain := self._plain.fullmatch(value):
            return (plain[1].decode(),), None
        known = self._known.get((attribute, value))
        if known is None:
            if len(self._known) > _KEPT:
                self._known.clear()
            known = self._known[attribute, value] = self._judge(attribute, unescape(value.decode()))
        return known

    def _judge(self, attribute: str, value: str) -> tuple[tuple[str, ...], str | None]:
        links: list[str] = []
        for address in _addresses(attribute, value):
            if address.startswith("/") and not address.startswith("//"):
                links.append(address)
            elif self._is_own(address):
                links.append(address.removeprefix(self._site_url) or "/")
            elif wrong := self._foreign(attribute, address):
                return (), wrong
        return tuple(link for link in map(_path_of, links) if link), None

    def _is_own(self, address: str) -> bool:
        return address == self._site_url or address.startswith(self._site_url + "/")

    def _foreign(self, attribute: str, address: str) -> str | None:
        try:
            parts = urlsplit(address)
        except ValueError:
            return f"links to {address}, which is no address"
        if parts.scheme == "javascript":
            return f"links to {address}, which is a script"
        if parts.scheme not in ("http", "https") and not address.startswith("//"):
            return None
        if attribute != "href":
            return f"loads {address} from another host"
        name = parts.hostname or ""
        local = name in _LOCAL_NAMES or name.endswith((".localhost", ".local"))
        if self._production and local:
            return f"links to {address}, which is no public address"
        return None


def _abridged(piece: bytes) -> bytes:
    """What of a piece, once looked at, may matter on another page: the lines that its neighbours continue, and links
    to places on the page itself.
    """
    first, *lines = piece.split(b"\n")
    if not lines:
        return piece
    return b"\n".join([first, *(line for line in lines[:-1] if b' href="#' in line), lines[-1]])


def _attributes(body: bytes) -> Iterator[tuple[str, bytes]]:
    # Splitting is several times faster than a regular expression over every page. A line end before an attribute
    # is a blank here.
    flat = body.replace(b"\n", b" ")
    for name, opening in _OPENINGS:
        for part in flat.split(opening)[1:]:
            yield name, part.partition(b'"')[0]


def _emails(body: bytes) -> Iterator[str]:
    # A sign of structured data, "@type", stands on every page: only what an address could begin with before it is
    # looked at closely.
    at = body.find(b"@", 1)
    while at >= 0:
        if body[at - 1] in _BEFORE_AT:
            around = body[max(0, at - _LONGEST_EMAIL) : at + _LONGEST_EMAIL]
            yield from (found.decode().lower() for found in _EMAIL.findall(around))
        at = body.find(b"@", at + 1)


def _addresses(attribute: str, value: str) -> Iterator[str]:
    if attribute == "srcset":
        for part in value.split(","):
            yield part.strip().partition(" ")[0]
    else:
        yield value


def _path_of(address: str) -> str:
    return unquote(address.partition("#")[0].partition("?")[0])
