"""Answers static addresses from the build as Nginx would: what `make run` puts in front of the app in development."""

from __future__ import annotations

import gzip
import os
import re
from dataclasses import dataclass
from email.utils import formatdate
from stat import S_ISREG
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote, unquote_to_bytes

from cms.contract.serving import (
    FILE_HEADERS,
    METHOD_REFUSED,
    PAGE_HEADERS,
    REVALIDATED,
    SERVED_METHODS,
    TAKES_BROTLI,
    Folder,
    StaticKind,
    Storing,
    kind_of,
    without_slash,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_BLOCK = 65536
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})|%00")
_SUFFIXES = {"gzip": ".gz", "br": ".br", "": ""}
_TAKES_BROTLI = re.compile(TAKES_BROTLI, re.IGNORECASE)
_TAKES_GZIP = re.compile(r"(?:^|[ ,])gzip *(?:$|,|; *q *= *(?P<quality>[0-9.]+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that is being served; `encoding` says how its content is packed: gzip, br, or empty."""

    content: BinaryIO
    encoding: str
    size: int
    modified: int

    @property
    def tag(self) -> str:
        """The ETag that Nginx gives this file."""
        return f'"{self.modified:x}-{self.size:x}"'

    @property
    def date(self) -> str:
        """Its Last-Modified."""
        return formatdate(self.modified, usegmt=True)


class StaticSite:
    """A WSGI application in front of another one: files first, everything else to `app`."""

    def __init__(self, app: WSGIApplication, *, build_dir: Path, media_dir: Path, build_encoding: str) -> None:
        self._app = app
        self._roots = {Folder.RELEASE: build_dir / "live", Folder.BUILD: build_dir, Folder.MEDIA: media_dir}
        self._built_as = build_encoding

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = sent_path(environ)
        if is_malformed(path):
            return _say("400 Bad Request", "This is not an address.", {}, start_response)
        target, kind = without_slash(path), kind_of(path)
        if target is None and kind is None:
            return self._app(environ, start_response)
        if environ["REQUEST_METHOD"] not in SERVED_METHODS:
            headers = {"Allow": ", ".join(SERVED_METHODS), **FILE_HEADERS}
            return _say("405 Method Not Allowed", METHOD_REFUSED, headers, start_response)
        if kind is None:
            return _redirect(f"{target}", environ, start_response)
        file = kind.file_of(path)
        served = self._open(kind, file, environ)
        if served is None:
            return self._app(environ, start_response)
        return self._answer(kind, kind.type_of(file), served, environ, start_response)

    def _forms(self, kind: StaticKind, environ: WSGIEnvironment) -> tuple[str, ...]:
        """The forms of the file to look for, in this order: `gzip`, `br`, or empty for the plain one."""
        zipped = ("gzip",) if takes_gzip(environ) else ()
        if kind.storing is Storing.COMPRESSED:
            return (*(("br",) if takes_brotli(environ) else ()), *zipped, "")
        if kind.storing is Storing.AS_BUILT and self._built_as == "gzip":
            return ("gzip",)
        return (*zipped, "") if kind.storing is Storing.AS_BUILT and self._built_as == "both" else ("",)

    def _open(self, kind: StaticKind, file: str, environ: WSGIEnvironment) -> OpenFile | None:
        for encoding in self._forms(kind, environ):
            path = self._roots[kind.folder] / f"{file}{_SUFFIXES[encoding]}"
            try:
                content = path.open("rb")
            except OSError:
                continue
            facts = os.fstat(content.fileno())
            if S_ISREG(facts.st_mode):
                return OpenFile(content, encoding, facts.st_size, int(facts.st_mtime))
            content.close()
        return None

    def _varies(self, kind: StaticKind) -> bool:
        return kind.storing is Storing.COMPRESSED or (kind.storing is Storing.AS_BUILT and self._built_as != "plain")

    def _answer(
        self,
        kind: StaticKind,
        content_type: str,
        served: OpenFile,
        environ: WSGIEnvironment,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        headers = {**kind.headers, "Cache-Control": kind.cache, "Last-Modified": served.date, "ETag": served.tag}
        if self._varies(kind):
            headers["Vary"] = "Accept-Encoding"
        if is_unchanged(served, environ):
            served.content.close()
            start_response("304 Not Modified", list(headers.items()))
            return ()
        headers["Content-Type"] = content_type
        if served.encoding == "gzip" and not takes_gzip(environ):
            headers["ETag"] = f"W/{served.tag}"
            body: Iterable[bytes] = _unzipped(served.content)
        else:
            headers["Content-Length"] = str(served.size)
            if served.encoding:
                headers["Content-Encoding"] = served.encoding
            body = environ["wsgi.file_wrapper"](served.content, _BLOCK)
        start_response("200 OK", list(headers.items()))
        if environ["REQUEST_METHOD"] == "HEAD":
            served.content.close()
            return ()
        return body


def sent_path(environ: WSGIEnvironment) -> str:
    """The path as the client spelt it, without the query: servers that keep the spelling give it as RAW_URI."""
    raw: str | None = environ.get("RAW_URI")
    if raw is None:
        return quote(environ["PATH_INFO"].encode("latin-1"), safe="/~!$&'()*+,;=:@")
    return raw.partition("?")[0]


def is_malformed(path: str) -> bool:
    """Whether Nginx answers 400: a broken escape, a zero byte, or more steps up than down."""
    if not path.startswith("/") or _BROKEN_ESCAPE.search(path):
        return True
    depth = 0
    for segment in unquote_to_bytes(path).split(b"/"):
        depth += {b"": 0, b".": 0, b"..": -1}.get(segment, 1)
        if depth < 0:
            return True
    return False


def takes_gzip(environ: WSGIEnvironment) -> bool:
    """Whether Nginx would send gzip: named in Accept-Encoding (`*` doesn't count) with a quality above zero."""
    if environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        return False
    found = _TAKES_GZIP.search(environ.get("HTTP_ACCEPT_ENCODING", ""))
    return found is not None and (found["quality"] or "1").strip("0.") != ""


def takes_brotli(environ: WSGIEnvironment) -> bool:
    """Whether Nginx would send brotli where there is some."""
    return _TAKES_BROTLI.search(environ.get("HTTP_ACCEPT_ENCODING", "")) is not None


def is_unchanged(served: OpenFile, environ: WSGIEnvironment) -> bool:
    """Whether the client has it already: as Nginx has it, every condition that was sent must hold."""
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if since is None and tags is None:
        return False
    if since is not None and since != served.date:
        return False
    return tags is None or tags == "*" or served.tag in {tag.strip().removeprefix("W/") for tag in tags.split(",")}


def _redirect(target: str, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    query = environ.get("QUERY_STRING")
    location = f"{target}?{query}" if query else target
    headers = {**PAGE_HEADERS, "Cache-Control": REVALIDATED, "Location": location}
    return _say("301 Moved Permanently", f"Moved to {location}", headers, start_response)


def _say(status: str, text: str, headers: Mapping[str, str], start_response: StartResponse) -> Iterable[bytes]:
    body = f"{text}\n".encode()
    own = {"Content-Type": "text/plain", "Content-Length": str(len(body))}
    start_response(status, list({**headers, **own}.items()))
    return (body,)


def _unzipped(content: BinaryIO) -> Iterator[bytes]:
    with content, gzip.open(content) as text:
        while block := text.read(_BLOCK):
            yield block
