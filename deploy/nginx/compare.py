"""Asks two servers the same questions and tells where they differ: `python -m deploy.nginx.compare URL URL`."""

from __future__ import annotations

import argparse
import sys
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPResponse
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cms.config.environment import read_environment
from cms.contract.serving import FAILED_FILE, GONE_FILE, NOT_FOUND_FILE, PAGE_HEADERS, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

COMPARED = (
    "Content-Type",
    "Content-Encoding",
    "Cache-Control",
    "ETag",
    "Last-Modified",
    "Location",
    "Allow",
    "Vary",
    *PAGE_HEADERS,
)
"""Fields of an answer that must be equal."""

_OWN_WORDS = frozenset({301, 302, 400})
"""Answers whose few words for a body, and its type, are each server's own."""

_GZIP = {"Accept-Encoding": "gzip"}
_NO_ADDRESS = frozenset({"build.json", NOT_FOUND_FILE, GONE_FILE, FAILED_FILE})


@dataclass(frozen=True, slots=True)
class Question:
    """One request; `path` is sent as it is."""

    path: str
    method: str = "GET"
    fields: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return " ".join((self.method, self.path, *(f"{name}: {value}" for name, value in self.fields.items())))


@dataclass(frozen=True, slots=True)
class Answer:
    """What is compared of a response."""

    status: int
    fields: Mapping[str, str | None]
    body: bytes


@dataclass(frozen=True, slots=True)
class Difference:
    """Two answers to one question that are not the same."""

    question: Question
    first: Answer
    second: Answer

    def __str__(self) -> str:
        lines = [str(self.question)]
        if self.first.status != self.second.status:
            lines.append(f"  status: {self.first.status} and {self.second.status}")
        for name, value in self.first.fields.items():
            if value != self.second.fields[name]:
                lines.append(f"  {name}: {value} and {self.second.fields[name]}")
        if self.first.body != self.second.body:
            lines.append(f"  body: {self.first.body[:80]!r} and {self.second.body[:80]!r}")
        return "\n".join(lines)


class Server(AbstractContextManager["Server"]):
    """A server that is asked over one connection, which the end of the context closes."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = HTTPConnection(parts.hostname or "localhost", parts.port or 80, timeout=30)

    def ask(self, question: Question) -> Answer:
        """Its answer. Raises OSError or HTTPException when there is none."""
        self._connection.request(question.method, question.path, headers=dict(question.fields))
        return _answer(self._connection.getresponse())

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def differences(first: Server, second: Server, questions: Iterable[Question]) -> Iterator[Difference]:
    """Where the second answers otherwise than the first."""
    for question in questions:
        answers = first.ask(question), second.ask(question)
        if answers[0] != answers[1]:
            yield Difference(question, *answers)


def questions_about(path: str, *, asking: Server) -> Iterator[Question]:
    """Every kind of question about one address, with and without gzip, whole and conditional."""
    yield Question(path)
    yield Question(path, "HEAD")
    yield Question(path, "GET", _GZIP)
    yield Question(path, "HEAD", _GZIP)
    yield Question(path, "GET", {"Accept-Encoding": "gzip, deflate, br, zstd"})
    yield Question(path, "GET", {"Accept-Encoding": "br;q=0, gzip;q=0, *"})
    known = asking.ask(Question(path, "HEAD", _GZIP)).fields
    if tag := known["ETag"]:
        yield Question(path, "GET", {"If-None-Match": tag})
        yield Question(path, "GET", {"If-None-Match": f'"another", W/{tag}', **_GZIP})
        yield Question(path, "GET", {"If-None-Match": '"another"', **_GZIP})
    if date := known["Last-Modified"]:
        yield Question(path, "GET", {"If-Modified-Since": date})
        yield Question(path, "GET", {"If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"})


def static_addresses(*, build_dir: Path, media_dir: Path) -> Iterator[str]:
    """The address of every file that is served. Raises LookupError for a file that none leads to."""
    for folder in (build_dir / "live", build_dir / "assets", media_dir / "photos"):
        shown_from = folder if folder.name == "live" else folder.parent
        names = {str(file.relative_to(shown_from)) for file in folder.rglob("*") if file.is_file()}
        for name in sorted({name.removesuffix(".gz") for name in names if not name.endswith(".br")} - _NO_ADDRESS):
            if name.startswith("."):
                continue
            address = "/" if name == "index.html" else "/" + name.removesuffix(".html")
            kind = kind_of(address)
            if kind is None or kind.file_of(address) != name:
                raise LookupError(f"no address leads to {name}")
            yield address


def _answer(response: HTTPResponse) -> Answer:
    body = response.read()
    found = {name: response.getheader(name) for name in COMPARED}
    if response.status in _OWN_WORDS:
        found["Content-Type"], body = None, b""
    if response.status == HTTPStatus.BAD_REQUEST:
        found = dict.fromkeys(COMPARED)
    return Answer(status=response.status, fields=found, body=body)


def main() -> int:
    """Compare two servers over the build of this environment."""
    parser = argparse.ArgumentParser(description="Compare the answers of two servers for every file of the build.")
    parser.add_argument("first")
    parser.add_argument("second")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="ask about every Nth address only")
    options = parser.parse_args()
    environment = read_environment()
    addresses = list(static_addresses(build_dir=environment.build_dir, media_dir=environment.media_dir))
    addresses = addresses[:: options.every]
    asked = found = 0
    with Server(options.first) as first, Server(options.second) as second:
        for address in addresses:
            questions = tuple(questions_about(address, asking=first))
            asked += len(questions)
            for difference in differences(first, second, questions):
                found += 1
                sys.stdout.write(f"{difference}\n")
    sys.stdout.write(f"{len(addresses)} addresses, {asked} questions, {found} differences\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
