"""The window of commerce on the people of the admin: each package says in its of_person.py what it knows of them."""

from __future__ import annotations

from cms.api.directory import (
    DIRECTORY,
    EXCERPT_ROWS,
    VERIFIED,
    Act,
    Excerpt,
    Figure,
    MenuItemForRight,
    Panel,
    PeopleAction,
    Trait,
    bulk_url,
    may_manage,
    page_of,
    way_to,
)

__all__ = [
    "EXCERPT_ROWS",
    "VERIFIED",
    "Act",
    "Excerpt",
    "Figure",
    "MenuItemForRight",
    "Panel",
    "PeopleAction",
    "Trait",
    "bulk_url",
    "may_manage",
    "page_of",
    "register",
    "way_to",
]


def register() -> None:
    """Called when all packages are loaded."""
    from commerce.account.of_person import PARTS as ACCOUNT  # noqa: PLC0415 (they use this module)
    from commerce.conversations.of_person import PARTS as CONVERSATIONS  # noqa: PLC0415 (as above)
    from commerce.orders.of_person import PARTS as ORDERS  # noqa: PLC0415 (as above)
    from commerce.reports.of_person import PARTS as REPORTS  # noqa: PLC0415 (as above)
    from commerce.reviews.of_person import PARTS as REVIEWS  # noqa: PLC0415 (as above)

    DIRECTORY.add(*ACCOUNT, *CONVERSATIONS, *ORDERS, *REPORTS, *REVIEWS)
