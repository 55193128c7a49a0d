"""Cuts a block of a log into its whole lines. What is half written waits; what is too long is skipped, not held."""

from __future__ import annotations

from typing import NamedTuple

from cms.visits.lines import LONGEST_LINE


class Cut(NamedTuple):
    """The lines of a block, how many of its bytes are dealt with, and whether these end inside a line too long.

    Such a line is one of `too_long` once, when it begins.
    """

    lines: list[bytes]
    taken: int
    too_long: int
    in_long_line: bool


def cut(block: bytes, *, in_long_line: bool, is_last: bool) -> Cut:
    """Cut it. `is_last` says that nothing will ever follow: then the end of the block ends a line."""
    start = 0
    if in_long_line:
        start = block.find(b"\n") + 1
        if not start:
            return Cut([], len(block), 0, in_long_line=True)
    end = block.rfind(b"\n", start) + 1
    lines = block[start : end - 1].split(b"\n") if end else []
    taken = end or start
    if is_last and taken < len(block):
        return Cut([*lines, block[taken:]], len(block), 0, in_long_line=False)
    if not lines and len(block) - taken > LONGEST_LINE:
        return Cut([], len(block), 1, in_long_line=True)
    return Cut(lines, taken, 0, in_long_line=False)
