"""Words as the search compares them: lower case, umlauts spelled out, accents gone, nothing but letters and digits."""

from __future__ import annotations

import re
import unicodedata

LONGEST_WORD = 40
_WORD = re.compile(r"[^\W_]+")
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "å": "aa"})


def words_of(text: str, *, most: int) -> tuple[str, ...]:
    """The first words of what somebody searches for, each once: `Grüne Vase` → `gruene`, `vase`."""
    words = _WORD.findall(_without_accents(_lowered(text).translate(_SPELLED_OUT)))
    return tuple(dict.fromkeys(one[:LONGEST_WORD] for one in words))[:most]


def searchable(text: str) -> str:
    """A text for the index: found by its words as they stand, with umlauts spelled out, and without their dots."""
    lowered = _lowered(text)
    plain = _WORD.findall(lowered)
    others = {}
    for word in plain:
        if not word.isascii():
            for form in (_without_accents(word.translate(_SPELLED_OUT)), _without_accents(word)):
                others.update(dict.fromkeys(one for one in _WORD.findall(form) if one != word))
    return " ".join((*plain, *others))


def folded(text: str) -> str:
    """The words of a text in one form, to compare names with each other: `München`, `Muenchen` → `muenchen`."""
    return " ".join(_WORD.findall(_without_accents(_lowered(text).translate(_SPELLED_OUT))))


def _lowered(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


def _without_accents(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
