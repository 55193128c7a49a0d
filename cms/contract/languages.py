"""The languages that somebody can say they speak, as ISO 639-1 codes: shown by their names in the shop's own."""

from __future__ import annotations

from collections.abc import Iterable

SPOKEN = (
    "ar",
    "bg",
    "bs",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "fa",
    "fi",
    "fr",
    "hi",
    "hr",
    "hu",
    "it",
    "ja",
    "ku",
    "nl",
    "no",
    "pl",
    "pt",
    "ro",
    "ru",
    "sk",
    "sl",
    "sq",
    "sr",
    "sv",
    "tr",
    "uk",
    "vi",
    "zh",
)


def in_order(codes: Iterable[str]) -> list[str]:
    """These codes, each once, in the order in which they are stored. Raises ValueError for one that is not SPOKEN."""
    wanted = set(codes)
    if unknown := sorted(wanted.difference(SPOKEN)):
        raise ValueError(", ".join(unknown))
    return [one for one in SPOKEN if one in wanted]
