"""What can change: a kind and a key, as the outbox names it and the trace of a build repeats it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a key means. Membership of a list and the content of a member are two kinds."""

    EVERYTHING = "*"
    """The whole site; the key says why."""

    LISTING = "listing"
    CATEGORY = "category"
    CATEGORY_LISTINGS = "category-listings"
    SELLER = "seller"
    SELLER_LISTINGS = "seller-listings"
    PAGE = "page"
    PICTURE = "picture"
    """A stored picture, by its hash."""
    IMAGE = "image"
    """A picture of the library, by its id."""
    DOCUMENT = "document"
    REDIRECT = "redirect"
    SETTING = "setting"
    """What every page shows: appearance, general, navigation, site."""
    ACT = "act"
    """Somebody meant to do this, and to many things at once: so are the removals that follow. The key says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRecord:
    """One row of the outbox. `kind` is a Kind, or one of a newer shop; `noted_at` is the time of the database."""

    id: int
    kind: str
    key: str
    noted_at: datetime
