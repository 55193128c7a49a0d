"""What somebody may have meant: words that are known, near to those that were written. Pure data, no database."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import accumulate, chain, pairwise, product
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SHORTEST = 3
"""Words that are shorter are neither known nor corrected: everything is near to them."""

_LONG = 6
"""From this length on two letters may be wrong, below it one."""

_SELDOM, _MORE = 2, 10
"""A word that is known this seldom may be a slip of a seller, if one near to it is known so many times as often."""

_NEAREST = 3
_PUT_RIGHT = 3
"""So many words of a search are put right; who writes more of them wrongly is not helped by guesses."""

_OTHER_SPACES = 1
"""What they cost, in wrong letters."""


class Known(NamedTuple):
    """A word as it is compared and as people write it, and in how many listings it is."""

    word: str
    shown: str
    listings: int


class Spellings:
    """Known words, found by how they are written."""

    def __init__(self, words: Iterable[Known]) -> None:
        self._words = sorted(words, key=lambda one: one.word)
        self._sorted = [one.word for one in self._words]
        self._sums = [0, *accumulate(one.listings for one in self._words)]
        self._with: dict[tuple[str, int], list[int]] = defaultdict(list)
        for place, word in enumerate(self._sorted):
            for pair in _pairs(word):
                self._with[pair, len(word)].append(place)

    def count(self, beginning: str) -> int:
        """How often words begin like this: a search finds all of them."""
        start, end = bisect_left(self._sorted, beginning), bisect_left(self._sorted, f"{beginning}\U0010ffff")
        return self._sums[end] - self._sums[start]

    def exactly(self, word: str) -> Known | None:
        """The word, where it is known."""
        place = bisect_left(self._sorted, word)
        return self._words[place] if self._sorted[place : place + 1] == [word] else None

    def near(self, word: str) -> list[tuple[int, Known]]:
        """The nearest others, each with the letters that differ; of those alike the one that is known most often."""
        if len(word) < SHORTEST:
            return []
        most = 1 if len(word) < _LONG else 2
        pairs = _pairs(word)
        lengths = range(len(word) - most, len(word) + most + 1)
        shared = Counter(
            chain.from_iterable(self._with.get((pair, length), ()) for pair in pairs for length in lengths)
        )
        # A wrong letter spoils two pairs, two that changed places three.
        enough = len(pairs) - 3 * most
        found: list[tuple[int, bool, int, str, Known]] = []
        for known in (self._words[place] for place, same in shared.items() if same >= enough):
            if known.word == word:
                continue
            wrong = distance(word, known.word, most=most)
            if wrong <= most:
                found.append((wrong, known.word[0] != word[0], -known.listings, known.word, known))
        return [(one[0], one[-1]) for one in sorted(found, key=lambda one: one[:-1])[:_NEAREST]]

    def meant(self, words: Sequence[str], *, most: int) -> list[tuple[str, ...]]:
        """Other words for these, the likeliest first, as people write them."""
        costs: dict[tuple[str, ...], tuple[int, int]] = {}
        asked = tuple(self._shown(word) for word in words)
        unsure = [word for word in words if self.count(word) <= _SELDOM][:_PUT_RIGHT]
        choices = [self._instead_of(word) if word in unsure else [(0, self._shown(word))] for word in words]
        for number, chosen in enumerate(product(*choices)):
            cost = sum(wrong for wrong, _ in chosen)
            costs.setdefault(tuple(text for _, text in chosen), (cost, number))
        for place, (first, second) in enumerate(pairwise(words)):
            if joined := self.exactly(first + second):
                costs.setdefault((*asked[:place], joined.shown, *asked[place + 2 :]), (_OTHER_SPACES, place))
        costs.pop(asked, None)
        return sorted(costs, key=lambda texts: costs[texts])[:most]

    def fewer(self, words: Sequence[str], *, most: int) -> list[tuple[str, ...]]:
        """The same words without one; the one that is known least goes first, for it is the one that finds nothing."""
        shown = [self._shown(word) for word in words]
        places = sorted(range(len(words)), key=lambda place: self.count(words[place]))
        return [(*shown[:place], *shown[place + 1 :]) for place in places[:most] if len(words) > 1]

    def _instead_of(self, word: str) -> list[tuple[int, str]]:
        more = max(self.count(word) * _MORE, 1)
        near = [(wrong, one.shown) for wrong, one in self.near(word) if one.listings >= more]
        return [(0, self._shown(word)), *near, *((_OTHER_SPACES, one) for one in self._taken_apart(word))]

    def _taken_apart(self, word: str) -> Iterator[str]:
        """Two known words that were written as one; the most frequent pair only."""
        parts = [
            (self.exactly(word[:place]), self.exactly(word[place:]))
            for place in range(SHORTEST, len(word) - SHORTEST + 1)
        ]
        both = [(first, second) for first, second in parts if first and second]
        if both:
            first, second = max(both, key=lambda pair: min(pair[0].listings, pair[1].listings))
            yield f"{first.shown} {second.shown}"

    def _shown(self, word: str) -> str:
        known = self.exactly(word)
        return known.shown if known else word


def distance(one: str, other: str, *, most: int) -> int:
    """How many letters are wrong, missing, too many or have changed places; some number above `most` beyond it."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        this = [row]
        for column, beside in enumerate(other, start=1):
            cost = min(last[column] + 1, this[column - 1] + 1, last[column - 1] + (letter != beside))
            crossed = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == beside
            this.append(min(cost, before[column - 2] + 1) if crossed else cost)
        if min(this) > most:
            return most + 1
        before, last = last, this
    return last[-1]


def _pairs(word: str) -> set[str]:
    """Two letters that follow each other; the ends count as a letter."""
    return {first + second for first, second in pairwise(f" {word} ")}
