"""The geometry of charts: where lines and bars go. Templates draw them, style sheets colour them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cms.api.figures import Row

WIDTH, HEIGHT = 600, 160


@dataclass(frozen=True, slots=True)
class Lines:
    """One line for each column, as points of an SVG polyline, and the number that its upper edge stands for."""

    points: tuple[str, ...]
    top: int
    first: str
    last: str


def lines(rows: Sequence[Row]) -> Lines:
    """All columns on one scale; of a single moment there is a level line."""
    top = max((value for row in rows for value in row.values), default=0)
    shown = rows if len(rows) > 1 else [*rows, *rows]
    columns = len(rows[0].values) if rows else 0
    return Lines(
        points=tuple(_points([row.values[column] for row in shown], top) for column in range(columns)),
        top=top,
        first=rows[0].label if rows else "",
        last=rows[-1].label if rows else "",
    )


def _points(values: Sequence[int], top: int) -> str:
    step = WIDTH / max(len(values) - 1, 1)
    return " ".join(
        f"{number * step:.1f},{HEIGHT - value * HEIGHT / max(top, 1):.1f}" for number, value in enumerate(values)
    )


def share(value: int, top: int) -> float:
    """How long a bar is, in hundredths of the longest."""
    return round(100 * value / top, 1) if top else 0.0
