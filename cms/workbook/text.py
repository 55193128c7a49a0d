"""Texts as a workbook holds them: stored ones and new ones are tidied alike, so that a round trip changes nothing."""

from __future__ import annotations

import re
import unicodedata

# Control characters other than tab and line ends, halves of pairs, and what XML cannot hold at all.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# Some programs leave their escape for a carriage return behind in the text.
_ESCAPED_RETURN = re.compile("_x000D_", re.IGNORECASE)
_LINE_END = re.compile("\r\n?|\x85|\u2028|\u2029")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

CELL_LIMIT = 32_767
"""UTF-16 units that fit into one cell."""


def tidy_lines(text: str) -> str:
    """A text of several lines: line ends are line feeds, no white space before and after."""
    return _LINE_END.sub("\n", _ESCAPED_RETURN.sub("\r", text)).strip()


def tidy_line(text: str) -> str:
    """A text of one line: any white space in it is one blank."""
    return " ".join(tidy_lines(text).split())


def forbidden_in(text: str) -> str:
    """The first character that no text may hold, by its code (`U+0007`); empty when there is none."""
    found = _FORBIDDEN.search(text)
    return f"U+{ord(found[0]):04X} {unicodedata.name(found[0], '')}".strip() if found else ""


def without_forbidden(text: str) -> str:
    """A stored text as it can stand in a workbook at all."""
    return _FORBIDDEN.sub("", text)


def fits_a_cell(text: str) -> bool:
    """Whether a spreadsheet program could show the text."""
    return len(text) <= CELL_LIMIT and len(text.encode("utf-16-le", "surrogatepass")) // 2 <= CELL_LIMIT


def escaped_for_xlsx(text: str) -> str:
    """What to write so that a reader finds `text`: `_x0041_` would be read as A."""
    return _LOOKS_ESCAPED.sub("_x005F_", text)
