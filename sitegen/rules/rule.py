"""What a rule is: a kind of output, the units of work it consists of, and how one unit becomes pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cms.contract.records import PictureRecord
    from sitegen.content import Content


class Stage(IntEnum):
    """When an output is written: what others link to comes first."""

    LEAF = 1
    LIST = 2
    HOME = 3
    INDEX = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What the head of a page says. `breadcrumbs` are (label, path), the last with an empty path."""

    title: str
    path: str
    description: str = ""
    image: PictureRecord | None = None
    index: bool = True
    preview: bool = False
    breadcrumbs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An HTML page to be made from a template."""

    name: str
    template: str
    meta: Meta
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An output that is no HTML page, ready as bytes."""

    name: str
    body: bytes


Unit = tuple[Any, ...]
"""What one call of `make` works on: plain values that may travel to another process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A kind of output. `units` streams the work there is, `make` does one piece of it."""

    name: str
    stage: Stage
    units: Callable[[Content], Iterator[Unit]]
    make: Callable[[Unit, Content], Iterator[Page | Document]]


def file_of(path: str) -> str:
    """The file that holds the page at this address: `/` is index.html, `/a/b` is a/b.html."""
    return "index.html" if path == "/" else f"{path.removeprefix('/')}.html"
