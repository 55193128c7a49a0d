"""Bodies of pages, made of blocks that refer to all there is: pages, listings, categories, pictures, documents."""

from __future__ import annotations

from collections.abc import Callable

from wagtail.documents import get_document_model
from wagtail.models import Page

from cms.accounts.models import SellerProfile
from cms.catalog.models import Category, Listing
from cms.pages.models import ContentPage
from cms.pictures.models import ShopImage
from tests.properties.edits.dice import Dice
from tests.properties.edits.stock import rail, stream

Block = tuple[str, object]


def any_body(dice: Dice) -> str:
    """One to three blocks, as they are stored."""
    return stream([dice.pick(_BLOCKS)(dice) for _ in range(1 + dice.below(3))])


def any_link(dice: Dice, label: str) -> dict[str, object]:
    """To a page, to a category, or to an address that somebody typed."""
    empty = {"label": label, "page": None, "category": None, "address": ""}
    kind = dice.below(3)
    if kind == 0:
        return {**empty, "page": dice.pick(_ids(Page.objects.filter(depth__gte=2)))}
    if kind == 1:
        return {**empty, "category": dice.pick(_ids(Category.objects))}
    return {**empty, "address": any_address(dice)}


def any_address(dice: Dice) -> str:
    """A path of this shop that leads somewhere at this moment, or an address elsewhere."""
    paths = [
        *(one.path for one in Listing.objects.order_by("-pk")[:6]),
        *(f"/category/{one}" for one in Category.objects.order_by("pk").values_list("slug_path", flat=True)),
        *(one.public_path for one in ContentPage.objects.order_by("pk")),
        *(
            f"/seller/{one.user.number}-{one.slug}"
            for one in SellerProfile.objects.select_related("user").order_by("pk")
        ),
        "/listings",
        "/search?q=chair",
        "/cart",
        "https://example.org/",
    ]
    return dice.pick(paths)


def _text(dice: Dice) -> Block:
    return "rich_text", _rich(dice)


def _rich(dice: Dice) -> str:
    makers = (_page_link, _typed_link, _document_link, _picture)
    return "".join(f"<p>See {dice.pick(makers)(dice)}</p>" for _ in range(1 + dice.below(2)))


def _page_link(dice: Dice) -> str:
    return f'<a linktype="page" id="{dice.pick(_ids(ContentPage.objects) or [0])}">a page</a>'


def _typed_link(dice: Dice) -> str:
    return f'<a href="{any_address(dice)}">an address</a>'


def _document_link(dice: Dice) -> str:
    return f'<a linktype="document" id="{dice.pick(_ids(get_document_model().objects) or [0])}">a document</a>'


def _picture(dice: Dice) -> str:
    number = dice.pick(_ids(ShopImage.objects) or [0])
    return f'</p><embed embedtype="image" id="{number}" format="left" alt=""/><p>'


def _image(dice: Dice) -> Block:
    chosen = {"image": dice.pick(_ids(ShopImage.objects) or [0]), "decorative": dice.maybe(), "alt_text": ""}
    return "image", {"image": chosen, "caption": "A picture"}


def _newest(dice: Dice) -> Block:
    count = 1 + dice.below(12)
    kind = dice.below(3)
    if kind == 0:
        return rail(count=count)
    if kind == 1:
        return rail(count=count, category=dice.pick(_ids(Category.objects)))
    return rail(count=count, seller=dice.pick(_ids(SellerProfile.objects) or [0]))


def _picked(dice: Dice) -> Block:
    return rail(listings=dice.some(_ids(Listing.objects)[-20:], 1 + dice.below(4)))


def _grid(dice: Dice) -> Block:
    chosen = dice.some(_ids(Category.objects), dice.below(4))
    return "category_grid", {"heading": "Browse", "categories": chosen}


def _action(dice: Dice) -> Block:
    return "call_to_action", {"heading": "Do it", "text": "", "button": any_link(dice, "Now")}


def _hero(dice: Dice) -> Block:
    image = dice.pick([None, *_ids(ShopImage.objects)])
    return "hero", {"heading": "Look", "text": "", "image": image, "button": any_link(dice, "Here")}


def _faq(dice: Dice) -> Block:
    return "faq", {"heading": "Questions", "items": [{"question": "Why?", "answer": _rich(dice)}]}


def _columns(dice: Dice) -> Block:
    return "columns", [_rich(dice), _rich(dice)]


def _ids(rows: object) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))  # type: ignore[attr-defined]  # Any manager.


_BLOCKS: tuple[Callable[[Dice], Block], ...] = (
    _text,
    _image,
    _newest,
    _picked,
    _grid,
    _action,
    _hero,
    _faq,
    _columns,
)
