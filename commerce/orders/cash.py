"""What cash can do: totals without the smallest coins, and which notes and coins to bring."""

from __future__ import annotations

from cms.contract.money import Money

MOST_IN_PIECES = Money(2_000_00)
"""Nobody counts the notes of more than this."""

_PIECES = (5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)


def rounding_of(cents: int) -> int:
    """What is added to (or taken off) an amount so that it ends in five-cent coins."""
    return (cents + 2) // 5 * 5 - cents


def pieces_for(amount: Money) -> tuple[tuple[Money, int], ...]:
    """The fewest notes and coins that make exactly this, largest first; no note above 50 euros, which few can change.

    Nothing for an amount that nobody pays in such notes.
    """
    if amount > MOST_IN_PIECES:
        return ()
    rest = amount.cents
    found = []
    for piece in _PIECES:
        count, rest = divmod(rest, piece)
        if count:
            found.append((Money(piece), count))
    return tuple(found)
