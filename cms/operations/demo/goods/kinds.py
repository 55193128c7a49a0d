"""What is known about a kind of good: enough to write a title, a text and a price for any number of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Matter(StrEnum):
    """What a good is made of, as far as wear and tear go: each has its own words for its condition."""

    WOOD = "wood"
    CLOTH = "cloth"
    DEVICE = "device"
    KITCHEN = "kitchen"
    VEHICLE = "vehicle"
    SPORT = "sport"
    INSTRUMENT = "instrument"
    PAPER = "paper"
    TOY = "toy"
    TOOL = "tool"
    PLANT = "plant"
    KEEPSAKE = "keepsake"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Titles and sentences are formats over `words`.

    A key of `words` may join several fields by + whose values are joined by | (`"size+seats": ("140 cm|four",)`), so
    that what belongs together stays together; the field `x` is a factor of the price. `price` is the usual range
    in euros in good condition. `opening` sentences begin a text (one is taken), `details` go on (two to four are).
    `scenes` are the photographs that fit (none for things that would need their own).
    """

    titles: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    opening: tuple[str, ...]
    details: tuple[str, ...]
    price: tuple[int, int]
    matter: Matter
    scenes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A category that goods are in. Goods are spread over its kinds evenly."""

    name: str
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A top category."""

    name: str
    leaves: tuple[Leaf, ...]
