"""What mails are made from, as JSON: moments, days and amounts keep their type, so that the theme can write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from cms.contract.money import Money

_MOMENT, _DAY, _CENTS = "$moment", "$day", "$cents"


def packed(value: Any) -> Any:
    """`value` as JSON can hold it. Raises TypeError for what a mail cannot be made from, such as a row."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, datetime):
        return {_MOMENT: value.isoformat()}
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    if isinstance(value, Money):
        return {_CENTS: value.cents}
    if isinstance(value, Mapping):
        return {str(name): packed(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [packed(one) for one in value]
    raise TypeError(f"a mail cannot be made from {type(value).__name__}")


def unpacked(stored: Any) -> Any:
    """The value that was packed."""
    if isinstance(stored, list):
        return [unpacked(one) for one in stored]
    if not isinstance(stored, dict):
        return stored
    if _MOMENT in stored:
        return datetime.fromisoformat(stored[_MOMENT])
    if _DAY in stored:
        return date.fromisoformat(stored[_DAY])
    if _CENTS in stored:
        return Money(stored[_CENTS])
    return {name: unpacked(one) for name, one in stored.items()}
