"""The content as one output reads it, and the trace of what it read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sitegen.facts import ABSENT, FactKind, count_fact, digest_of, fact, newest_fact, path_fact
from sitegen.lists import ALL, ListKey

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from markupsafe import Markup

    from cms.contract.blocks import CategoryGridBlock, ListingRailBlock, PageRecord
    from cms.contract.records import CategoryRecord, ListingRecord, PictureRecord, SellerRecord
    from sitegen.content import Content, Member

_ID_MASK = (1 << 48) - 1
_CARD = fact(FactKind.CARD, 0)
"""Cards are read most: their facts are put together here."""

_LOOKED_AT_FOR_A_PHOTO = 3
"""Of a category, the newest so many listings."""


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
        for listing in self.newest(ListKey("category", category_id), _LOOKED_AT_FOR_A_PHOTO):
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
