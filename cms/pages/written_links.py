"""Everything that pages, menu and footer refer to, with the place where an editor wrote it.

Blocks are read as they are stored: a target that is gone is no longer in their values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from wagtail.blocks import ChooserBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock

from cms.pages.link_blocks import AddressBlock
from cms.pages.models import ContentPage, HomePage, Navigation
from cms.site.general import GeneralSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wagtail.fields import StreamField

ADDRESS = "address"
"""The kind of what was typed; all others are names of models, in small letters, and their target is a number."""

_LINK_KINDS = {"page": "page", "document": "document"}
_PREFIXES = ("http://", "https://", "/")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLink:
    """One reference. `content_path` is how Wagtail's forms name the field; `place` says the same in words."""

    model: str
    """`app.model` of what holds it."""
    number: int
    title: str
    place: str
    content_path: str
    text: str
    kind: str
    target: int | str


@dataclass(frozen=True, slots=True)
class _Found:
    labels: tuple[str, ...]
    path: tuple[str, ...]
    text: str
    kind: str
    target: int | str


def written_links() -> Iterator[WrittenLink]:
    """Of all pages that shoppers can see, then of menu and footer. A handful of queries, whatever there is."""
    names = ["body", "further_body"] if GeneralSettings.load().further_language else ["body"]
    for model in (HomePage, ContentPage):
        pages = model.objects.live().public().order_by("path").only("title", *names)
        for page in pages.iterator(chunk_size=200):
            yield from _of(page, page.title, names)
    yield from _of(Navigation.load(), "", ["menu", "footer"])


def _of(holder: Any, title: str, names: list[str]) -> Iterator[WrittenLink]:
    meta = holder._meta  # noqa: SLF001 (Django's public name)
    for name in names:
        field: StreamField = meta.get_field(name)
        stored = getattr(holder, name).get_prep_value()
        for found in _walk(field.stream_block, stored, (str(capfirst(field.verbose_name)),), (name,), ""):
            yield WrittenLink(
                model=meta.label_lower,
                number=holder.pk,
                title=title or str(capfirst(meta.verbose_name)),
                place=" > ".join(found.labels),
                content_path=".".join(found.path),
                text=found.text,
                kind=found.kind,
                target=found.target,
            )


def _walk(block: Any, stored: Any, labels: tuple[str, ...], path: tuple[str, ...], text: str) -> Iterator[_Found]:
    """`text` is what readers see of the nearest link around."""
    if not stored:
        return
    for container, parts in _CONTAINERS.items():
        if isinstance(block, container):
            for child, value, label, name, words in parts(block, stored, text):
                yield from _walk(child, value, (*labels, label), (*path, name), words)
            return
    if isinstance(block, ChooserBlock):
        chosen = block.model_class._meta.model_name or ""  # noqa: SLF001 (Django's public name)
        yield _Found(labels, path, text, chosen, int(stored))
    elif isinstance(block, AddressBlock):
        yield _Found(labels, path, text, ADDRESS, stored)
    elif isinstance(block, RichTextBlock):
        for words, kind, target in links_in_rich_text(stored):
            yield _Found(labels, path, words, kind, target)


_Parts = Iterable[tuple[Any, Any, str, str, str]]
"""Block, stored value, label, name in the path, and text around, of what a block holds."""


def _of_stream(block: StreamBlock, stored: Any, _text: str) -> _Parts:
    for one in stored:
        child = block.child_blocks.get(one["type"])
        if child is not None:
            yield child, one["value"], str(child.label), one.get("id") or "", ""


def _of_list(block: ListBlock, stored: Any, text: str) -> _Parts:
    for number, one in enumerate(stored, start=1):
        is_wrapped = isinstance(one, dict) and one.get("type") == "item"
        value, name = (one["value"], one.get("id") or "") if is_wrapped else (one, "")
        yield block.child_block, value, str(number), name, text


def _of_struct(block: StructBlock, stored: Any, text: str) -> _Parts:
    around = stored.get("label") or stored.get("heading") or text
    for name, child in block.child_blocks.items():
        yield child, stored.get(name), str(child.label), name, around


_CONTAINERS: dict[type[Any], Callable[[Any, Any, str], _Parts]] = {
    StreamBlock: _of_stream,
    ListBlock: _of_list,
    StructBlock: _of_struct,
}


def links_in_rich_text(source: str) -> list[tuple[str, str, int | str]]:
    """Text, kind and target of the links and pictures of a stored rich text."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, int | str]] = []
        self._open: tuple[str, int | str] | None = None
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A link begins, or there is a picture."""
        names = {name: value or "" for name, value in attrs}
        number = names.get("id", "")
        if tag == "a":
            self._words = []
            kind, href = _LINK_KINDS.get(names.get("linktype", "")), names.get("href", "")
            if kind and number.isdecimal():
                self._open = (kind, int(number))
            elif href.startswith(_PREFIXES):
                self._open = (ADDRESS, href)
        elif tag == "embed" and number.isdecimal():
            self.found.append((names.get("alt", ""), "shopimage", int(number)))

    def handle_data(self, data: str) -> None:
        """What a link says."""
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        """A link ends."""
        if tag == "a" and self._open is not None:
            self.found.append(("".join(self._words).strip(), *self._open))
            self._open = None
