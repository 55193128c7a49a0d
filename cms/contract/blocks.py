"""The blocks of a page, as records. Rich text is in its stored form: links and embeds by id; sitegen expands it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cms.contract.records import PictureRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class HeroBlock:
    """A wide opening with a text over a picture. `button_path` is empty for none."""

    kind: ClassVar[str] = "hero"
    heading: str
    text: str
    image: PictureRecord | None
    button_label: str
    button_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RichTextBlock:
    """Paragraphs, headings (h2 to h4), lists, links: stored rich text."""

    kind: ClassVar[str] = "rich_text"
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageBlock:
    """One picture with a caption (plain text, may be empty)."""

    kind: ClassVar[str] = "image"
    image: PictureRecord
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRailBlock:
    """A row of listing cards: the newest of a category (with its descendants) or of a seller, the newest of all
    when neither is named, or the hand-picked ones (those still live, in the given order).
    """

    kind: ClassVar[str] = "listing_rail"
    heading: str
    category_id: int | None
    seller_id: int | None
    listing_ids: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryGridBlock:
    """Tiles of categories; all top categories when none is named."""

    kind: ClassVar[str] = "category_grid"
    heading: str
    category_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqItem:
    """A question and its answer (stored rich text)."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqBlock:
    """Questions that open on a click."""

    kind: ClassVar[str] = "faq"
    heading: str
    items: tuple[FaqItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteBlock:
    """Somebody's words. `source` may be empty."""

    kind: ClassVar[str] = "quote"
    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallToActionBlock:
    """A sentence and a button."""

    kind: ClassVar[str] = "call_to_action"
    heading: str
    text: str
    button_label: str
    button_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnsBlock:
    """Two to four columns side by side; each holds stored rich text."""

    kind: ClassVar[str] = "columns"
    columns: tuple[str, ...]


Block = (
    HeroBlock
    | RichTextBlock
    | ImageBlock
    | ListingRailBlock
    | CategoryGridBlock
    | FaqBlock
    | QuoteBlock
    | CallToActionBlock
    | ColumnsBlock
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """What a page says in the shop's second language; what was not written in it is empty."""

    title: str
    blocks: tuple[Block, ...]
    search_title: str
    search_description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """A page of the CMS. `path` is `/` for the home page, else `/<slug>[/<slug>…]`. `lead` may be empty.

    `search_title`, `search_description` and `sharing_image` are what search engines and messengers show. `ancestors`
    are (title, path), `further_ancestors` the same with titles in the second language, `further` is the page in it.
    `typed_paths` are the internal addresses that somebody typed into its blocks: they may lead to anything or nothing.
    """

    id: int
    path: str
    title: str
    is_home: bool
    blocks: tuple[Block, ...]
    search_title: str
    search_description: str
    sharing_image: PictureRecord | None
    ancestors: tuple[tuple[str, str], ...]
    typed_paths: tuple[str, ...] = ()
    further: PageText | None = None
    further_ancestors: tuple[tuple[str, str], ...] = ()
