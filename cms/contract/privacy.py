"""What must not be harvested from public pages: e-mail addresses that people type into their texts."""

from __future__ import annotations

import re

HIDDEN = "[…]"

_EMAIL = re.compile(r"[\w.%+-]+@[\w-]+(?:\.[\w-]+)+")


def without_emails(text: str) -> str:
    """`text` with every e-mail address replaced by `[…]`."""
    return _EMAIL.sub(HIDDEN, text) if "@" in text else text
