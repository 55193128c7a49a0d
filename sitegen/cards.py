"""Listings as they stand in lists, each made once for as long as it does not change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sitegen.facts import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markupsafe import Markup

    from cms.contract.records import ListingRecord, PictureRecord
    from sitegen.card_shelf import CardShelf

CARDS_KEPT = 4_000
"""Cards a process keeps: some 1.5 kB each. A card is made once for as long as it is among these."""


class Card(NamedTuple):
    """A listing as it stands in a list, in each edition of the site; the digest of all that; and its first photo."""

    markups: tuple[Markup, ...]
    digest: int
    picture: PictureRecord | None


class Cards:
    """Makes each listing's card once for as long as the listing does not change. `makers` are those of the editions."""

    def __init__(self, makers: Sequence[Callable[[ListingRecord], Markup]]) -> None:
        self._makers = makers
        self._kept: dict[int, tuple[ListingRecord, Card]] = {}
        self.shelf: CardShelf | None = None
        """Where a build keeps the cards that lists will show."""

    def of(self, listing: ListingRecord) -> Card:
        """The card."""
        kept = self._kept.get(listing.id)
        if kept is not None and (kept[0] is listing or kept[0] == listing):
            return kept[1]
        if len(self._kept) >= CARDS_KEPT:
            for number in list(self._kept)[: CARDS_KEPT // 4]:
                del self._kept[number]
        markups = tuple(make(listing) for make in self._makers)
        card = Card(markups, digest_of("".join(markups)), listing.photos[0] if listing.photos else None)
        self._kept[listing.id] = (listing, card)
        if self.shelf is not None and listing.in_lists:
            self.shelf.put(listing.id, card)
        return card
