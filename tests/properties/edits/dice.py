"""Where an edit takes its choices from: Hypothesis, which can shrink them, or plain chance."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

Option = TypeVar("Option")


class Unfit(Exception):
    """There is nothing in the shop to which this edit could be done."""


class Dice(ABC):
    """Chooses."""

    @abstractmethod
    def below(self, count: int) -> int:
        """A number from 0 to `count` - 1."""

    def pick(self, options: Sequence[Option]) -> Option:
        """One of them. Raises Unfit when there is none."""
        if not options:
            raise Unfit
        return options[self.below(len(options))]

    def some(self, options: Sequence[Option], count: int) -> list[Option]:
        """Up to `count` of them, each once, in the order in which they were picked."""
        left = list(options)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]

    def maybe(self) -> bool:
        """Heads or tails; shrinks towards False."""
        return self.below(2) == 1


class DrawnDice(Dice):
    """Draws from Hypothesis' data."""

    def __init__(self, data: Any) -> None:
        self._data = data

    def below(self, count: int) -> int:
        """Smaller numbers are simpler."""
        number: int = self._data.draw(st.integers(0, count - 1))
        return number


class ThrownDice(Dice):
    """The same choices for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 (tests keep no secrets)

    def below(self, count: int) -> int:
        """Any."""
        return self._random.randrange(count)
