"""What must not be harvested from public pages: e-mail addresses that people type into their texts."""

from __future__ import annotations

import re

HIDDEN = "[…]"

_EMAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]++@[\w-]++(?:\.[\w-]++)+(?:[\w.%+-]++(?=@))?")
"""Begins where a word begins and never goes back: the time is that of the text's length, whatever it says. What stands
between this address and a further `@` goes with it: in `x@a.b+anna@c.d` no word begins between the two addresses."""


def without_emails(text: str) -> str:
    """`text` with every e-mail address replaced by `[…]`."""
    return _EMAIL.sub(HIDDEN, text) if "@" in text else text
