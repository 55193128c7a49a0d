"""The words of what is for sale, kept in one row: a worker counts them, each process reads them when it needs them."""

from __future__ import annotations

import re
import time
import unicodedata
from collections import Counter, defaultdict
from threading import Lock
from typing import TYPE_CHECKING

from django.utils import timezone

from cms.contract.words import folded
from commerce import catalog
from commerce.search.models import Vocabulary
from commerce.search.spelling import SHORTEST, Known, Spellings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

MOST = 20_000
"""The words known most often. Who writes one of the others wrongly gets no suggestion, and nobody waits for it."""

LONGEST = 40
LOOKED_AT_SECONDS = 60
"""How long a process takes its words for the newest, without a question to the database."""

_ONLY = 1
_WORD = re.compile(r"[^\W_]+")


def count_words() -> int:
    """Read the titles of all that is for sale and the names of the categories; how many words are known now."""
    known = _known([*catalog.titles_for_sale(), *(one.name for one in catalog.categories())])
    words = [list(one) for one in known]
    Vocabulary.objects.update_or_create(pk=_ONLY, defaults={"words": words, "made_at": timezone.now()})
    return len(words)


def _known(texts: Iterable[str]) -> list[Known]:
    counts: Counter[str] = Counter()
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        in_text = {folded(shown): shown for shown in _WORD.findall(unicodedata.normalize("NFC", text))}
        for word, shown in in_text.items():
            if SHORTEST <= len(word) <= LONGEST and not word.isdigit():
                counts[word] += 1
                written[word][shown] += 1
    most_often = sorted(counts, key=lambda word: (-counts[word], word))[:MOST]
    return [Known(word=word, shown=_usual(written[word]), listings=counts[word]) for word in most_often]


def _usual(forms: Counter[str]) -> str:
    """How most people write it; of two alike the one that comes first."""
    return min(forms, key=lambda form: (-forms[form], form))


class NewestSpellings:
    """The stored words as a process holds them, read anew once others are stored."""

    def __init__(self) -> None:
        self._reading = Lock()
        self._looked_at: float | None = None
        self._made_at: datetime | None = None
        self._spellings = Spellings(())

    def get(self) -> Spellings:
        """What is known; no word at all before the worker has counted for the first time."""
        with self._reading:
            now = time.monotonic()
            if self._looked_at is None or now - self._looked_at > LOOKED_AT_SECONDS:
                self._look()
                self._looked_at = now
            return self._spellings

    def forget(self) -> None:
        """Look for newer ones next time."""
        self._looked_at = None

    def _look(self) -> None:
        made_at = Vocabulary.objects.filter(pk=_ONLY).values_list("made_at", flat=True).first()
        if made_at == self._made_at:
            return
        words = Vocabulary.objects.filter(pk=_ONLY).values_list("words", flat=True).first() or []
        self._spellings = Spellings(Known(*one) for one in words)
        self._made_at = made_at


newest_spellings = NewestSpellings()
