"""What a page may read. Rules get a `Content` and nothing else: no database, no clock.

For each output a rule asks for a `TrackedContent` and reads through it; what it noted is the output's trace.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sitegen.edition import editions_of
from sitegen.facts import (
    digest_of,
)
from sitegen.lists import ListKey, Position
from sitegen.tracked_content import TrackedContent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cms.contract.records import CategoryRecord, ListingRecord, SellerRecord, SiteRecord
    from sitegen.cards import Card, Cards
    from sitegen.edition import Edition
    from sitegen.source import Memory, Source


class Member(NamedTuple):
    """A listing in a list: where it stands and how it looks there."""

    position: Position
    card: Card


class Content:
    """A source seen by the rules in one edition, with the records that many pages share kept at hand.

    `place` says which of a card's markups is that of this edition. What is traced is alike in all editions.
    """

    def __init__(  # noqa: PLR0913 (what holds for a whole site)
        self,
        source: Source,
        memory: Memory,
        *,
        site: SiteRecord,
        site_url: str,
        icons: Mapping[int, str],
        translate: Callable[[str], str],
        cards: Cards,
        edition: Edition,
        place: int = 0,
    ) -> None:
        self.source = source
        self.memory = memory
        self.site = site
        self.site_url = site_url
        self.edition = edition
        self.editions = editions_of(site.settings)
        self.place = place
        self.icons = icons
        self.translate = translate
        self.card = cards.of
        self._cards = cards
        self.categories = source.categories()
        self._categories = {one.id: one for one in self.categories}
        said = dict(site.second_texts) if edition.prefix else {}
        self._shown = {
            number: replace(one, name=said[one.name]) if one.name in said else one
            for number, one in self._categories.items()
        }
        self._lineages: dict[int, tuple[tuple[CategoryRecord, ...], int]] = {}
        self._seller_digests: dict[int, tuple[SellerRecord, int]] = {}
        self._signs: dict[int, tuple[SellerRecord, SellerRecord, int]] = {}

    @property
    def base(self) -> str:
        """What stands before the path of a page of this edition to make it a whole address."""
        return self.site_url + self.edition.prefix

    def tracked(self) -> TrackedContent:
        """A view for one output."""
        return TrackedContent(self)

    def shelve(self, listings: Iterable[ListingRecord]) -> None:
        """In a whole build: have the cards of these made for the lists to come."""
        if self._cards.shelf is not None:
            for one in listings:
                if one.in_lists:
                    self.card(one)

    def members(self, key: ListKey, after: Position | None, upto: Position | None) -> list[Member]:
        """A list's members in (after, upto], oldest first, as it shows them."""
        shelf = self._cards.shelf
        if shelf is None:
            records = self.source.members(key, after, upto)
            return [Member(Position(one.published_at, one.id), self.card(one)) for one in records]
        places = self.source.member_places(key, after, upto)
        cards = {place.id: shelf.get(place.id) for place in places}
        missing = self.source.listings([number for number, card in cards.items() if card is None])
        cards.update((number, self.card(one)) for number, one in missing.items() if one.in_lists)
        return [Member(place, card) for place in places if (card := cards[place.id])]

    def category(self, category_id: int) -> CategoryRecord:
        """One category. Raises KeyError."""
        return self._shown[category_id]

    def find_category(self, category_id: int) -> CategoryRecord | None:
        """One category, if it is there."""
        return self._shown.get(category_id)

    def below(self, category_id: int) -> tuple[CategoryRecord, ...]:
        """The categories directly below."""
        return tuple(self._shown[one.id] for one in self._below(category_id))

    def _below(self, category_id: int) -> list[CategoryRecord]:
        return [one for one in self.categories if one.parent_id == category_id]

    def lineage_of(self, category_id: int) -> tuple[tuple[CategoryRecord, ...], int]:
        """The categories from the root down to and with this one, and their digest."""
        known = self._lineages.get(category_id)
        if known is None:
            found = self._categories.get(category_id)
            numbers = found.lineage if found else ()
            # The digest is alike in all editions: it is of the names as they were written.
            written = [(self._categories[one].name, self._categories[one].path) for one in numbers] or None
            known = self._lineages[category_id] = (tuple(self._shown[one] for one in numbers), digest_of(written))
        return known

    def children_digest(self, category_id: int) -> int:
        """The digest of what is directly below a category."""
        return digest_of([(one.name, one.path) for one in self._below(category_id)] or None)

    def structure_digest(self) -> int:
        """The digest of the addresses of all categories and pages."""
        return digest_of(self.structure())

    def structure(self) -> list[str]:
        """The addresses of the site's own pages."""
        paths = ["/", "/listings", *(one.path for one in self.categories)]
        return [*paths, *(one.path for one in self.source.pages() if not one.is_home)]

    def seller_digest(self, seller: SellerRecord) -> int:
        """The digest of a seller's record."""
        known = self._seller_digests.get(seller.id)
        if known is None or (known[0] is not seller and known[0] != seller):
            known = self._seller_digests[seller.id] = (seller, digest_of(seller))
        return known[1]

    def sign_digest(self, seller: SellerRecord) -> int:
        """The digest of a seller as the pages of their listings show them."""
        return self.sign_of(seller)[1]

    def sign_of(self, seller: SellerRecord) -> tuple[SellerRecord, int]:
        """A seller as the pages of their listings show them, and the digest of that."""
        known = self._signs.get(seller.id)
        if known is None or (known[0] is not seller and known[0] != seller):
            picture = seller.picture if seller.picture and seller.picture.widths else None
            sign = replace(seller, text="", imprint="", languages=(), picture=picture, standing=seller.standing.grade)
            known = self._signs[seller.id] = (seller, sign, digest_of(sign))
        return known[1:]

    def shards_digest(self) -> int:
        """The digest of what the sitemap consists of."""
        return digest_of((self.memory.shards(), self.memory.seller_shards()))
