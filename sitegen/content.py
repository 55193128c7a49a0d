"""What a page may read, and the trace of what it read. Rules get a `Content` and nothing else: no database, no clock.

For each output a rule asks for a `TrackedContent` and reads through it; what it noted is the output's trace.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sitegen.edition import editions_of
from sitegen.facts import (
    ABSENT,
    FactKind,
    count_fact,
    digest_of,
    fact,
    newest_fact,
    path_fact,
)
from sitegen.lists import ALL, ListKey, Position

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import datetime

    from markupsafe import Markup

    from cms.contract.blocks import CategoryGridBlock, ListingRailBlock, PageRecord
    from cms.contract.records import CategoryRecord, ListingRecord, PictureRecord, SellerRecord, SiteRecord
    from sitegen.cards import Card, Cards
    from sitegen.edition import Edition
    from sitegen.source import Memory, Source

_ID_MASK = (1 << 48) - 1
_CARD = fact(FactKind.CARD, 0)
LOOKED_AT_FOR_A_PHOTO = 3
"""Cards are read most: their facts are put together here."""


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


class TrackedContent:
    """The content as one output reads it. `facts` is what was read, with the digest of what was seen.

    `paths` are the typed addresses among them, by fact.
    """

    __slots__ = ("_content", "facts", "paths")

    def __init__(self, content: Content) -> None:
        self._content = content
        self.facts: dict[int, int] = {}
        self.paths: dict[int, str] = {}

    def card(self, listing: ListingRecord) -> Markup:
        """The listing as it stands in a list."""
        made = self._content.card(listing)
        self.facts[_CARD | listing.id & _ID_MASK] = made.digest
        return made.markups[self._content.place]

    def members(self, members: Iterable[Member]) -> tuple[Markup, ...]:
        """Members of a list as it shows them."""
        shown = list(members)
        self.facts.update((_CARD | one.position.id & _ID_MASK, one.card.digest) for one in shown)
        place = self._content.place
        return tuple(one.card.markups[place] for one in shown)

    def cards(self, listings: Iterable[ListingRecord]) -> tuple[Markup, ...]:
        """Each listing as it stands in a list."""
        return tuple(map(self.card, listings))

    def fed(self, listing: ListingRecord) -> ListingRecord:
        """A listing as the feed shows it."""
        self.facts[fact(FactKind.FEED, listing.id)] = feed_digest(listing)
        return listing

    def seller(self, seller: SellerRecord) -> SellerRecord:
        """All of a seller."""
        self.facts[fact(FactKind.SELLER, seller.id)] = self._content.seller_digest(seller)
        return seller

    def seller_sign(self, seller: SellerRecord) -> SellerRecord:
        """A seller as the pages of their listings show them: a picture that is ready, the average to half a star."""
        sign, self.facts[fact(FactKind.SELLER_SIGN, seller.id)] = self._content.sign_of(seller)
        return sign

    def lineage(self, category_id: int) -> tuple[CategoryRecord, ...]:
        """The categories from the root down to and with this one."""
        line, digest = self._content.lineage_of(category_id)
        self.facts[fact(FactKind.LINEAGE, category_id)] = digest
        return line

    def children(self, category_id: int) -> tuple[CategoryRecord, ...]:
        """The categories directly below."""
        self.facts[fact(FactKind.CHILDREN, category_id)] = self._content.children_digest(category_id)
        return self._content.below(category_id)

    def page(self, page: PageRecord) -> PageRecord:
        """All of a page of the CMS, with the addresses that somebody typed into it, as this edition shows it."""
        self.facts[fact(FactKind.PAGE, page.id)] = digest_of(page)
        self._note_paths(page.typed_paths)
        return in_second_language(page) if self._content.edition.prefix else page

    def page_path(self, page_id: int) -> str | None:
        """The address of a live page."""
        path = self._content.source.page_path(page_id)
        self.facts[fact(FactKind.PAGE_PATH, page_id)] = digest_of(path)
        return path

    def document_path(self, document_id: int) -> str | None:
        """The address of a document."""
        path = self._content.source.document_path(document_id)
        self.facts[fact(FactKind.DOCUMENT, document_id)] = digest_of(path)
        return path

    def library_image(self, image_id: int) -> PictureRecord | None:
        """A picture of the library."""
        image = self._content.source.library_image(image_id)
        self.facts[fact(FactKind.IMAGE, image_id)] = digest_of(image)
        return image

    def leads_somewhere(self, address: str) -> bool:
        """Whether an internal address that somebody typed has something behind it."""
        return bool(self._note_paths([address.partition("#")[0].partition("?")[0]]))

    def newest(self, key: ListKey, count: int) -> list[ListingRecord]:
        """A list's newest members, newest first."""
        found = self._content.source.newest(key, count)
        self.facts[newest_fact(key, count)] = digest_of([one.id for one in found])
        return found

    def count(self, key: ListKey) -> int:
        """How many members a list has."""
        number = self._content.memory.count(key)
        self.facts[count_fact(key)] = digest_of(number)
        return number

    def rail(self, block: ListingRailBlock) -> tuple[Markup, ...]:
        """The cards of a block: hand-picked, or the newest of a category, a seller or all."""
        if block.listing_ids:
            found = self._content.source.listings(block.listing_ids)
            self.facts.update(dict.fromkeys((fact(FactKind.CARD, one) for one in block.listing_ids), ABSENT))
            shown = (found[one] for one in block.listing_ids if one in found)
            return self.cards(one for one in shown if one.in_lists)
        key = ALL
        if block.category_id is not None:
            key = ListKey("category", block.category_id)
        elif block.seller_id is not None:
            key = ListKey("seller", block.seller_id)
        return self.cards(self.newest(key, block.count))

    def category_tiles(self, block: CategoryGridBlock) -> tuple[CategoryRecord, ...]:
        """The categories of a block, each with a picture; all top ones when it names none."""
        if block.category_ids:
            lines = [self.lineage(one) for one in block.category_ids]
            shown = tuple(line[-1] for line in lines if line)
        else:
            shown = self._content.site.top_categories
        return tuple(replace(one, picture=one.picture or self._newest_photo(one.id)) for one in shown)

    def _newest_photo(self, category_id: int) -> PictureRecord | None:
        """What stands for a category: the first photo of its newest goods that have one.

        Only the newest few are looked at, so that a page of tiles costs the same however large the shop is.
        """
        for listing in self.newest(ListKey("category", category_id), LOOKED_AT_FOR_A_PHOTO):
            self.card(listing)  # Noted: its photo may change, and it stands on the card.
            if listing.photos and listing.photos[0].widths:
                return listing.photos[0]
        return None

    def entries(self, number: int) -> list[tuple[int, str, datetime]]:
        """The lines of one of the sitemap's shards: id, address, time of publication."""
        return self._content.source.shard(number)

    def structure(self) -> list[str]:
        """The addresses of the site's own pages."""
        self.facts[fact(FactKind.STRUCTURE, 0)] = self._content.structure_digest()
        return self._content.structure()

    def shards(self) -> tuple[list[int], list[int]]:
        """What the sitemap consists of: shards of listings, shards of sellers."""
        self.facts[fact(FactKind.SHARDS, 0)] = self._content.shards_digest()
        return self._content.memory.shards(), self._content.memory.seller_shards()

    def _note_paths(self, paths: Collection[str]) -> Collection[str]:
        existing = self._content.source.existing_paths(paths) if paths else ()
        for path in paths:
            of = path_fact(path)
            self.facts[of] = digest_of(path in existing)
            self.paths[of] = path
        return existing


def in_second_language(page: PageRecord) -> PageRecord:
    """The page with what was written for the shop's second language, and else as it is."""
    text = page.further
    if text is None:
        return replace(page, ancestors=page.further_ancestors or page.ancestors)
    return replace(
        page,
        title=text.title or page.title,
        blocks=text.blocks or page.blocks,
        search_title=text.search_title or text.title or page.search_title,
        search_description=text.search_description or page.search_description,
        ancestors=page.further_ancestors or page.ancestors,
    )


def feed_digest(listing: ListingRecord | None) -> int:
    """The digest of what the feed shows of a listing."""
    if listing is None:
        return ABSENT
    shown = (listing.path, listing.title, listing.published_at, listing.price, listing.description, listing.seller_id)
    return digest_of(shown)
