"""Results as tables that people read, and the figures that stand in them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tests.bench.shop import say

if TYPE_CHECKING:
    from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that is at least as large as `share` of all. Raises ValueError when there is none."""
    if not values:
        raise ValueError("no values")
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def show(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Tell the person who waits, as a table in Markdown."""
    cells = [[str(one) for one in row] for row in (head, *rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
    lines = [
        "| " + " | ".join(one.ljust(width) for one, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    say("\n".join(["", title, "", *lines, ""]))


def times(value: float, base: float) -> str:
    """How many times the base: `1.25×`."""
    return f"{value / base:.2f}×" if base else "–"
