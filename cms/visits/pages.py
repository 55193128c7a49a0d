"""Which addresses are pages that somebody looks at, and which of them are listings."""

from __future__ import annotations

import re
from typing import NamedTuple

from cms.contract.addresses import LANGUAGE_CODES
from cms.contract.serving import FRONT, PAGE, kind_of
from cms.visits.models import PATH_LENGTH

ROBOTS = "/robots.txt"
"""No page, but who asks for it is a robot."""

SEARCH = "/search"
"""The only page of the application that shoppers come to look at things."""

_LISTING = re.compile(rf"(?:/(?:{'|'.join(LANGUAGE_CODES)}))?/listing/([0-9]{{1,18}})-[^/]*")
_LONGEST = 1000


class Page(NamedTuple):
    """A page: of a listing its number, of all others the path."""

    listing: int
    path: str


def page_at(path: str) -> Page | None:
    """The page at this path, as it was sent, without query; None where no page is."""
    if path == SEARCH:
        return Page(0, SEARCH)
    if len(path) > _LONGEST or "." in path:  # Pages have no dots in their addresses, files have.
        return None
    kind = kind_of(path)
    if kind is not FRONT and kind is not PAGE:
        return None
    if found := _LISTING.fullmatch(path):
        return Page(int(found[1]), "")
    return Page(0, path[:PATH_LENGTH])
