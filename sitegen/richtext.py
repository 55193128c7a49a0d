"""Turns stored rich text into HTML: links and pictures by id become addresses, everything unexpected goes.

An editor's browser is not to be trusted with what reaches shoppers: the text is sanitised here, whatever way it
came into the database.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape
from typing import TYPE_CHECKING

import nh3
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.contract.records import PictureRecord
    from sitegen.tracked_content import TrackedContent

_TAGS = frozenset(
    {"p", "h2", "h3", "h4", "ul", "ol", "li", "b", "strong", "i", "em", "br", "hr", "blockquote"}
    | {"code", "sub", "sup", "del", "a", "embed"}
)
_ATTRIBUTES = {
    "a": {"href", "linktype", "id"},
    "embed": {"embedtype", "id", "alt", "url"},
}
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_LINK = re.compile(r"<a(?P<attributes>[^>]*)>(?P<text>.*?)</a>", re.DOTALL)
_EMBED = re.compile(r"<embed(?P<attributes>[^>]*)>")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_TAG = re.compile(r"(<[^>]*>)")


class RichText:
    """Expands rich text by what the site holds. `picture` renders a picture as the theme does.

    `to` gives the address in this edition of what has an address in the shop's own language.
    """

    def __init__(
        self,
        source: TrackedContent,
        picture: Callable[[PictureRecord], Markup],
        *,
        to: Callable[[str], str] = lambda path: path,
    ) -> None:
        self._source = source
        self._picture = picture
        self._to = to

    def __call__(self, stored: str) -> Markup:
        """The HTML of a stored text. A link to what is gone becomes plain text, a picture that is gone nothing."""
        whole = stored.encode(errors="replace").decode()  # Half an emoji, as an editor's browser may leave it, goes.
        clean = nh3.clean(whole, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)
        linked = _LINK.sub(self._link, _quoted(clean))
        return Markup(_EMBED.sub(self._embed, linked))  # noqa: S704 (sanitised just above)

    def _link(self, found: re.Match[str]) -> str:
        attributes = _attributes(found["attributes"])
        text = found["text"]
        kind = attributes.get("linktype")
        if kind is None:
            href = attributes.get("href", "")
            is_dead = href.startswith("/") and not self._source.leads_somewhere(href)
            return text if is_dead else _anchor(self._to(href), text)
        number = attributes.get("id", "")
        if not number.isdecimal():
            return text
        if kind == "page":
            return _anchor(self._to(self._source.page_path(int(number)) or ""), text)
        if kind == "document":
            return _anchor(self._source.document_path(int(number)) or "", text)
        return text

    def _embed(self, found: re.Match[str]) -> str:
        attributes = _attributes(found["attributes"])
        if attributes.get("embedtype") == "media":
            url = attributes.get("url", "")
            return f"<p>{_anchor(url, escape(url))}</p>" if url.startswith("https://") else ""
        number = attributes.get("id", "")
        if attributes.get("embedtype") != "image" or not number.isdecimal():
            return ""
        image = self._source.library_image(int(number))
        if image is None:
            return ""
        return str(self._picture(_described(image, attributes.get("alt", ""))))


def _quoted(clean: str) -> str:
    """Quotation marks of the text escaped as templates do it: a bare one then always belongs to an attribute."""
    parts = _TAG.split(clean)
    return "".join(part if part.startswith("<") else part.replace('"', "&#34;") for part in parts)


def _described(image: PictureRecord, alt: str) -> PictureRecord:
    return replace(image, alt=alt or image.alt)


def _attributes(text: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(text)}


def _anchor(href: str, text: str) -> str:
    if not href:
        return text
    outside = ' rel="nofollow noopener"' if href.startswith("http") else ""
    return f'<a href="{escape(href)}"{outside}>{text}</a>'
