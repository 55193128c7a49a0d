"""Reads what `nginx -T` prints: every directive with the file and the line in which it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_HEADER = re.compile(r"^# configuration file (.+):$", re.MULTILINE)
_TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<comment>\#[^\n]*)|(?P<mark>[{};])|(?P<double>"(?:\\.|[^"\\])*")|(?P<single>'(?:\\.|[^'\\])*')"""
    r"""|(?P<word>(?:\\.|\$\{[^}]*\}|[^\s{};"'\#\\])(?:\\.|\$\{[^}]*\}|[^\s{};\\])*)"""
)
_PORT = re.compile(r"(?:(?P<host>\[[^\]]*\]|[^:\s]+):)?(?P<port>\d+)$")


@dataclass(frozen=True, slots=True)
class Directive:
    """One, with those in its block."""

    file: str
    line: int
    name: str
    arguments: tuple[str, ...]
    block: tuple[Directive, ...] = field(default=())

    @property
    def place(self) -> str:
        """Where it stands, for a person."""
        return f"{self.file}:{self.line}"

    def inside(self, name: str) -> Iterator[Directive]:
        """All directives of this name in it, however deep."""
        for one in self.block:
            if one.name == name:
                yield one
            yield from one.inside(name)

    def own(self, name: str) -> Iterator[Directive]:
        """Those right below it."""
        return (one for one in self.block if one.name == name)


def files_of(dump: str) -> dict[str, str]:
    """File → what stands in it."""
    parts = _HEADER.split(dump)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def directives_of(dump: str) -> tuple[Directive, ...]:
    """The directives of all files, file by file."""
    return tuple(one for file, text in files_of(dump).items() for one in _parsed(file, text.lstrip("\n")))


def all_named(directives: tuple[Directive, ...], name: str) -> Iterator[Directive]:
    """All of this name, however deep."""
    for one in directives:
        if one.name == name:
            yield one
        yield from one.inside(name)


def addresses_of(server: Directive) -> dict[str, bool]:
    """At which addresses a server listens, as `host:port`, and whether it is the default one there."""
    found = {}
    for listen in server.own("listen"):
        address = listen.arguments[0]
        if address.startswith("unix:"):
            continue
        parts = _PORT.match(address)
        host = (parts["host"] or "*") if parts else address
        port = parts["port"] if parts else "80"
        host = "*" if host == "0.0.0.0" else host  # noqa: S104 (only compared)
        found[f"{host}:{port}"] = bool({"default_server", "default"} & set(listen.arguments[1:]))
    return found or {"*:80": False}


def _parsed(file: str, text: str) -> tuple[Directive, ...]:
    blocks: list[tuple[list[str], int, list[Directive]]] = [([], 1, [])]
    words: list[str] = []
    began = line = 1
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            position += 1
            continue
        position = token.end()
        kind, content = str(token.lastgroup), token[0]
        if kind == "mark" and content == ";" and words:
            blocks[-1][2].append(Directive(file, began, words[0], tuple(words[1:])))
            words = []
        elif kind == "mark" and content == "{":
            blocks.append((words or [""], began, []))
            words = []
        elif kind == "mark" and content == "}" and len(blocks) > 1:
            named, at, inner = blocks.pop()
            blocks[-1][2].append(Directive(file, at, named[0], tuple(named[1:]), tuple(inner)))
        elif kind in {"word", "double", "single"}:
            began = began if words else line
            words.append(content if kind == "word" else content[1:-1])
        line += content.count("\n")
    return tuple(blocks[0][2])
