"""Files that go with mails of a kind, made when the mail is written: what they tell is then as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from email.mime.base import MIMEBase
from typing import Any

Maker = Callable[[Mapping[str, Any]], MIMEBase | None]

_makers: dict[str, Maker] = {}


def enclose(kind: str, maker: Maker) -> None:
    """Let mails of this kind bring what `maker` makes of their context. Called when an application is ready."""
    _makers[kind] = maker


def enclosed(kind: str, context: Mapping[str, Any]) -> MIMEBase | None:
    """The file of a mail, if it has one."""
    return _makers[kind](context) if kind in _makers else None
