"""Texts of people in the cells of a spreadsheet: none of them is taken for a formula."""

from __future__ import annotations

_BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text for a CSV file: with an apostrophe before what a spreadsheet program would calculate."""
    return f"'{text}" if text.startswith(_BEGIN_FORMULAS) else text
