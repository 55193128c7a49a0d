"""The mail that the running shop sends: each letter is a file, and people read their own."""

from __future__ import annotations

import email
import email.policy
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.running_shop import Shop

_BETWEEN_LETTERS = re.compile(r"^-{70,}\n", re.MULTILINE)


def letters_to(folder: Path, address: str) -> list[str]:
    """The plain texts of all that came for an address, oldest first, each with its subject in the first line."""
    read = []
    for file in sorted(folder.glob("*.log"), key=lambda one: one.stat().st_mtime_ns):
        for source in _BETWEEN_LETTERS.split(file.read_text()):
            letter = email.message_from_string(source, policy=email.policy.default)
            body = letter.get_body(("plain",)) if letter["To"] == address else None
            if body:
                read.append(f"{letter['Subject']}\n{body.get_content()}")
    return read


def link_for(shop: Shop, address: str, path: str) -> str:
    """The first link to `path` in the newest letter to an address that has one. Raises ShopFailed when none comes."""
    found: list[str] = []
    link = re.compile(re.escape(shop.url + path) + r"[^\s>)\"]*")

    def has_come() -> bool:
        found[:] = [match[0] for text in letters_to(shop.mail, address) if (match := link.search(text))]
        return bool(found)

    shop.wait_until(has_come, what=f"a letter to {address} with a link to {path}")
    return found[-1]
