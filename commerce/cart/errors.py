"""Why something cannot go into a cart."""

from __future__ import annotations


class CartError(Exception):
    """Something is not possible in this cart."""


class NotForSale(CartError):
    """The listing is gone, over, or wholly reserved."""

    def __init__(self, listing_id: int) -> None:
        self.listing_id = listing_id
        super().__init__(f"listing {listing_id} has nothing that is free")


class OwnListing(CartError):
    """Nobody buys from themselves."""

    def __init__(self, listing_id: int) -> None:
        self.listing_id = listing_id
        super().__init__(f"listing {listing_id} is the shopper's own")


class CartFull(CartError):
    """The cart has as many listings as one may have."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"a cart has at most {most} listings")


class NoSuchLine(CartError):
    """The cart has no such line."""

    def __init__(self, line_id: int) -> None:
        self.line_id = line_id
        super().__init__(f"no line {line_id} in this cart")
