"""What a rule is: a kind of output, the units of work it consists of, and how one unit becomes outputs."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cms.contract.records import ListingRecord, PictureRecord
    from sitegen.content import Content
    from sitegen.tracked_content import TrackedContent


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
    """An HTML page to be made from a template.

    `subject` names it among its rule's outputs and stays when its address changes. `content` is what it reads
    through. `listing` is the listing whose own page it is.
    """

    subject: str
    name: str
    template: str
    meta: Meta
    content: TrackedContent
    context: Mapping[str, Any] = field(default_factory=dict)
    listing: ListingRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An output that is no HTML page, ready as bytes."""

    subject: str
    name: str
    body: bytes
    content: TrackedContent


Unit = tuple[Any, ...]
"""What one call of `make` works on: plain values that may travel to another process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A kind of output.

    `units` streams all the work there is, `chosen` that for some subjects; `make` does one piece of it. A subject
    for which nothing is made has no output (any more). Most rules make a page in every language of the site.
    """

    name: str
    stage: Stage
    units: Callable[[Content], Iterator[Unit]]
    chosen: Callable[[Sequence[str], Content], Iterator[Unit]]
    make: Callable[[Unit, Content], Iterator[Page | Document]]
    in_all_editions: bool = True


def the_only_unit(content: Content) -> Iterator[Unit]:
    """The unit of a rule that has one output."""
    yield ()


def the_only_chosen(subjects: Sequence[str], content: Content) -> Iterator[Unit]:
    """Its only unit again."""
    yield ()


def file_of(path: str) -> str:
    """The file that holds the page at this address: `/` is index.html, `/a/b` is a/b.html."""
    return "index.html" if path == "/" else f"{path.removeprefix('/')}.html"
