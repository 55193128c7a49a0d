"""Why something cannot go on the list."""

from __future__ import annotations


class FavouriteError(Exception):
    """A listing cannot be saved."""


class NoPage(FavouriteError):
    """The listing has no page (any more)."""

    def __init__(self, listing_id: int) -> None:
        self.listing_id = listing_id
        super().__init__(f"listing {listing_id} has no page")


class ListFull(FavouriteError):
    """The list is as long as it may be."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"a list has at most {most} favourites")
