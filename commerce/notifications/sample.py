"""A made-up order, with everything around it, that mails are shown with before they are sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from cms.contract.money import Money

_TABLE = "Oak table"
_CHAIR = "Chair"

SAMPLE: dict[str, Any] = {
    "recipient": "Ada Lovelace",
    "unsubscribe": "",
    "order": "O-000017",
    "number": 17,
    "path": "/orders/O-000017",
    "other": "Nora Berg",
    "sender": "Nora Berg",
    "seller": "Nora Berg",
    "name": "Nora Berg",
    "about": _TABLE,
    "what": _TABLE,
    "listing": _TABLE,
    "lines": [
        {"quantity": 1, "title": _TABLE, "sum": Money(12000)},
        {"quantity": 4, "title": _CHAIR, "sum": Money(8000)},
    ],
    "total": Money(20000),
    "amount": Money(11000),
    "price": Money(12000),
    "note": "Could we meet on Saturday?",
    "text": "Is it still there?",
    "question": "Is it still there?",
    "answer": "Yes, it is.",
    "statement": "The pictures show something else.",
    "reason": "Not as described",
    "outcome": "Both sides have cancelled",
    "when": "Saturday, 7 March, 15:00",
    "place": "In front of the town hall",
    "address": "1 Market Square",
    "deadline": "Friday, 6 March, 18:00",
    "until": date(2030, 3, 6),
    "on": date(2030, 3, 6),
    "label": "Oak table",
    "code": "123456",
    "side": "buyer",
    "stars": 5,
    "new_address": "ada@example.org",
    "done": False,
    "invitation": "",
    "is_off": True,
    "is_question": False,
    "is_granted": True,
    "was_right": True,
}
"""Whatever a mail may want to know; each takes its part."""
