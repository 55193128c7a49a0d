"""Stored blocks as records. A block whose target is gone is left out, for a page must never fail over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cms.contract.blocks import (
    Block,
    CallToActionBlock,
    CategoryGridBlock,
    ColumnsBlock,
    FaqBlock,
    FaqItem,
    HeroBlock,
    ImageBlock,
    ListingRailBlock,
    QuoteBlock,
    RichTextBlock,
)
from cms.pages.addresses import is_internal, path_of

if TYPE_CHECKING:
    from cms.contract.records import PictureRecord
    from cms.pages.references import References, Stored

Value = dict[str, Any]


def block_records(stream: Stored, found: References) -> tuple[Block, ...]:
    """The blocks of one page, in order."""
    made = (_MAKERS[one["type"]](one["value"], found) for one in stream if one["type"] in _MAKERS)
    return tuple(block for block in made if block is not None)


def link_path(link: Value, found: References) -> str:
    """Where a link leads, or nothing when its target is gone or not published."""
    if page := link.get("page"):
        return found.page_paths.get(page, "")
    if category := link.get("category"):
        return found.category_paths.get(category, "")
    address: str = link.get("address") or ""
    return "" if is_internal(address) and path_of(address) not in found.typed_paths else address


def items_of(stored: list[Any]) -> list[Any]:
    """The values of a stored list; Wagtail wraps each one."""
    return [one["value"] if isinstance(one, dict) and "value" in one else one for one in stored or ()]


def _hero(value: Value, found: References) -> HeroBlock:
    button = value.get("button") or {}
    path = link_path(button, found) if button.get("label") else ""
    return HeroBlock(
        heading=value["heading"],
        text=value.get("text") or "",
        image=found.pictures.get(value.get("image") or 0),
        button_label=button["label"] if path else "",
        button_path=path,
    )


def _rich_text(value: str, _found: References) -> RichTextBlock | None:
    return RichTextBlock(html=value) if value else None


def _image(value: Value, found: References) -> ImageBlock | None:
    chosen = value["image"] or {}
    picture = found.pictures.get(chosen.get("image") or 0)
    if picture is None:
        return None
    return ImageBlock(image=_described(picture, chosen), caption=value.get("caption") or "")


def _described(picture: PictureRecord, chosen: Value) -> PictureRecord:
    """With the words that were written for this place; a decorative picture has none."""
    if chosen.get("decorative"):
        return replace(picture, alt="")
    return replace(picture, alt=chosen.get("alt_text") or picture.alt)


def _listing_rail(value: Value, found: References) -> ListingRailBlock | None:
    category, seller = value.get("category"), value.get("seller")
    picked = items_of(value.get("listings") or [])
    listings = tuple(one for one in picked if one in found.listings)
    gone = (
        (category and category not in found.category_paths)
        or (seller and seller not in found.sellers)
        or (picked and not listings)
    )
    if gone:
        return None
    return ListingRailBlock(
        heading=value["heading"],
        category_id=category,
        seller_id=seller,
        listing_ids=listings,
        count=value["count"],
    )


def _category_grid(value: Value, found: References) -> CategoryGridBlock | None:
    chosen = items_of(value.get("categories") or [])
    there = tuple(one for one in chosen if one in found.category_paths)
    if chosen and not there:
        return None
    return CategoryGridBlock(heading=value["heading"], category_ids=there)


def _faq(value: Value, _found: References) -> FaqBlock | None:
    items = tuple(FaqItem(question=one["question"], answer=one["answer"]) for one in items_of(value["items"]))
    return FaqBlock(heading=value.get("heading") or "", items=items) if items else None


def _quote(value: Value, _found: References) -> QuoteBlock:
    return QuoteBlock(text=value["text"], source=value.get("source") or "")


def _call_to_action(value: Value, found: References) -> CallToActionBlock | None:
    path = link_path(value["button"], found)
    if not path:
        return None
    return CallToActionBlock(
        heading=value["heading"],
        text=value.get("text") or "",
        button_label=value["button"]["label"],
        button_path=path,
    )


def _columns(value: list[Any], _found: References) -> ColumnsBlock | None:
    columns = tuple(items_of(value))
    return ColumnsBlock(columns=columns) if columns else None


_MAKERS: dict[str, Callable[[Any, References], Block | None]] = {
    HeroBlock.kind: _hero,
    RichTextBlock.kind: _rich_text,
    ImageBlock.kind: _image,
    ListingRailBlock.kind: _listing_rail,
    CategoryGridBlock.kind: _category_grid,
    FaqBlock.kind: _faq,
    QuoteBlock.kind: _quote,
    CallToActionBlock.kind: _call_to_action,
    ColumnsBlock.kind: _columns,
}
