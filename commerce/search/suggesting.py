"""Searches that find something, for somebody whose own found nothing, or next to nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cms.contract.words import words_of
from commerce import catalog
from commerce.catalog import Wish
from commerce.search.asked import MOST_WORDS
from commerce.search.vocabulary import newest_spellings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cms.contract.records import CategoryRecord
    from commerce.search.asked import Asked

NEXT_TO_NOTHING = 2
MOST = 3
_TRIED = 4
"""Guesses that are tried at most: each is a search of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Words that lead to so many. `is_category`: to the page of a category; `is_wider`: without the filters."""

    text: str
    address: str
    count: int
    is_category: bool = False
    is_wider: bool = False


def suggestions(asked: Asked, total: int, categories: Sequence[CategoryRecord]) -> tuple[Suggestion, ...]:
    """What may be meant, likeliest first, for a search that found so many. Each was tried: it finds more."""
    words = asked.wish.words
    if not words or total > NEXT_TO_NOTHING:
        return ()
    spellings = newest_spellings.get()
    meant = spellings.meant(words, most=_TRIED)
    found = _searches(asked, meant, more_than=total)
    if not found and not total:
        found = _searches(asked, spellings.fewer(words, most=_TRIED), more_than=0)
    if not total and (category := _category([words, *meant], categories)):
        found = [category, *found]
    return tuple(found[:MOST])


def _searches(asked: Asked, guesses: Sequence[Sequence[str]], *, more_than: int) -> list[Suggestion]:
    tried = (_search(asked, _as_written(asked, texts), more_than=more_than) for texts in guesses)
    return [one for one in tried if one][:MOST]


def _search(asked: Asked, text: str, *, more_than: int) -> Suggestion | None:
    wish = replace(asked.wish, words=words_of(text, most=MOST_WORDS))
    if (count := catalog.how_many_like(wish)) > 2 * more_than:
        return Suggestion(text=text, address=asked.with_words(text), count=count)
    if asked.narrowed_by and (count := catalog.how_many_like(Wish(words=wish.words))) > 2 * more_than:
        address = asked.with_words(text, without=asked.narrowed_by)
        return Suggestion(text=text, address=address, count=count, is_wider=True)
    return None


def _category(guesses: Sequence[Sequence[str]], categories: Sequence[CategoryRecord]) -> Suggestion | None:
    """The first category with goods whose name has the words of the first guess that is a name at all."""
    for texts in guesses:
        wanted = set(words_of(" ".join(texts), most=MOST_WORDS))
        named = [one for one in categories if wanted <= set(words_of(one.name, most=MOST_WORDS))]
        for one in named[:MOST]:
            if count := catalog.how_many_like(Wish(category_id=one.id)):
                return Suggestion(text=one.name, address=one.path, count=count, is_category=True)
    return None


def _as_written(asked: Asked, texts: Sequence[str]) -> str:
    """Words that stay are written as they were."""
    written = {}
    for piece in asked.values["q"].split():
        for word in words_of(piece, most=MOST_WORDS):
            written[word] = piece
    return " ".join(written.get(one, one) for one in texts)
