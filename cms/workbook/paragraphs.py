"""Plain paragraphs in a cell and the rich text they become. Rich text with anything else in it is none of ours."""

from __future__ import annotations

import html
import re
from typing import Any

from cms.workbook.comparison import lines_cell
from cms.workbook.text import fits_a_cell

_PARAGRAPH = re.compile(r"<p(?: data-block-key=\"[^\"]*\")?>(.*?)</p>", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>")
_PARTED = re.compile(r"\n[^\S\n]*\n\s*")


def rich_text_of(text: str) -> str:
    """Paragraphs, parted by empty lines, as rich text. A single line end stays one."""
    paragraphs = [one for one in _PARTED.split(text.strip()) if one.strip()]
    return "".join(f"<p>{_inline(one)}</p>" for one in paragraphs)


def _inline(paragraph: str) -> str:
    lines = (" ".join(line.split()) for line in paragraph.split("\n"))
    return "<br/>".join(html.escape(line, quote=False) for line in lines)


def plain_text_of(stream: list[dict[str, Any]]) -> str | None:
    """The text of a page that is nothing but one block of plain paragraphs; None when more than that is in it.

    `stream` is a page's body as stored.
    """
    if not stream:
        return ""
    if len(stream) > 1 or stream[0]["type"] != "rich_text":
        return None
    stored = stream[0]["value"]
    if _PARAGRAPH.sub("", stored).strip():
        return None
    paragraphs = [_BREAK.sub("\n", one) for one in _PARAGRAPH.findall(stored)]
    if any("<" in one for one in paragraphs):
        return None
    text = lines_cell("\n\n".join(html.unescape(one) for one in paragraphs))
    return text if fits_a_cell(text) else None
