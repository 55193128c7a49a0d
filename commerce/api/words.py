"""What is wrong with a field, in the shop's language, instead of the library's English."""

from __future__ import annotations

from typing import Any

from commerce.theme import later

_WORDS = {
    "missing": later("Please fill this in."),
    "extra_forbidden": later("There is no such field."),
    "string_type": later("Send a text."),
    "string_unicode": later("There is a character in it that cannot be shown. Please type it again."),
    "string_too_short": later("This is too short."),
    "string_too_long": later("This is too long."),
    "string_pattern_mismatch": later("This is not written as it must be."),
    "int_type": later("Send a whole number."),
    "int_parsing": later("Send a whole number."),
    "int_from_float": later("Send a whole number."),
    "int_parsing_size": later("This number is too large."),
    "less_than_equal": later("This number is too large."),
    "greater_than_equal": later("This number is too small."),
    "bool_type": later("Send true or false."),
    "list_type": later("Send a list."),
    "too_long": later("This is too long."),
    "too_short": later("This is too short."),
    "timezone_aware": later("Send a moment with its offset, such as 2026-05-04T16:00:00Z."),
}


def words_of_error(error: dict[str, Any]) -> str:
    """A sentence; what a check of ours said stands as it is."""
    kind = str(error["type"])
    if kind == "value_error":
        return str(error.get("ctx", {}).get("error", "")) or str(error["msg"])
    if kind.startswith(("datetime_", "timezone_")):
        return _WORDS["timezone_aware"]()
    known = _WORDS.get(kind)
    return known() if known else later("This value is not possible here.")()
