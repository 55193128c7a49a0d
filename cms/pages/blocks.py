"""What a page is put together from. Each block becomes the record of the same name in cms.contract.blocks."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError, StructValue
from wagtail.images.blocks import ImageBlock as AltTextImageBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.pages.choosers import CategoryChooserBlock, ListingChooserBlock, SellerChooserBlock
from cms.pages.link_blocks import ButtonBlock, LinkBlock
from cms.pages.rich_text import LONG_TEXT, SHORT_TEXT, ShopRichTextBlock

_SOURCES = ("category", "seller", "listings")


class HeroBlock(blocks.StructBlock):
    """A wide opening with a text over a picture."""

    heading = blocks.CharBlock(max_length=80)
    text = blocks.TextBlock(required=False, max_length=300, rows=2)
    image = ImageChooserBlock(required=False, help_text="Without a picture the accent colour fills the space.")
    button = ButtonBlock(required=False)

    class Meta:
        icon = "pick"
        label = "Hero"
        description = "A wide opening: heading, text and button over a picture."


class ImageBlock(blocks.StructBlock):
    """One picture with a caption."""

    image = AltTextImageBlock()
    caption = blocks.CharBlock(required=False, max_length=200)

    class Meta:
        icon = "image"
        label = "Picture"
        description = "One picture in the width of the text, with a caption."


class ListingRailBlock(blocks.StructBlock):
    """A row of listing cards."""

    heading = blocks.CharBlock(max_length=80)
    category = CategoryChooserBlock(required=False, help_text="The newest of this category and all below it.")
    seller = SellerChooserBlock(required=False, help_text="Or the newest of this seller.")
    listings = blocks.ListBlock(
        ListingChooserBlock(),
        max_num=12,
        default=[],
        collapsed=True,
        label="Hand-picked listings",
        help_text="Or exactly these, in this order; those that have ended are left out.",
    )
    count = blocks.IntegerBlock(default=8, min_value=1, max_value=12, help_text="At most so many cards, 1 to 12.")

    class Meta:
        icon = "grip"
        label = "Row of listings"
        description = "The newest of all, of a category or of a seller, or listings picked by hand."

    def clean(self, value: StructValue) -> StructValue:
        """Refuse more than one source."""
        cleaned = super().clean(value)
        chosen = [name for name in _SOURCES if cleaned.get(name)]
        if len(chosen) > 1:
            error = ValidationError("Choose one source only: a category, a seller, or listings picked by hand.")
            raise StructBlockValidationError(non_block_errors=[error])
        return cleaned


class CategoryGridBlock(blocks.StructBlock):
    """Tiles of categories."""

    heading = blocks.CharBlock(max_length=80)
    categories = blocks.ListBlock(
        CategoryChooserBlock(),
        max_num=24,
        default=[],
        help_text="Leave the list empty for all top categories.",
    )

    class Meta:
        icon = "folder-open-1"
        label = "Category tiles"
        description = "Tiles that lead to categories."


class FaqItemBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(max_length=160)
    answer = ShopRichTextBlock(features=SHORT_TEXT)


class FaqBlock(blocks.StructBlock):
    """Questions that open on a click."""

    heading = blocks.CharBlock(required=False, max_length=80)
    items = blocks.ListBlock(FaqItemBlock(), min_num=1, max_num=60)

    class Meta:
        icon = "help"
        label = "Questions and answers"
        description = "Questions that open on a click."


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(max_length=600, rows=3)
    source = blocks.CharBlock(required=False, max_length=120, help_text="Who said it.")

    class Meta:
        icon = "openquote"
        label = "Quote"
        description = "Somebody's words, set apart."


class CallToActionBlock(blocks.StructBlock):
    """A sentence and a button."""

    heading = blocks.CharBlock(max_length=80)
    text = blocks.TextBlock(required=False, max_length=300, rows=2)
    button = LinkBlock()

    class Meta:
        icon = "arrow-right"
        label = "Call to action"
        description = "A sentence and a button."


class PageBody(blocks.StreamBlock):
    """All blocks of a page, in any order."""

    rich_text = ShopRichTextBlock(
        features=LONG_TEXT, icon="pilcrow", label="Text", description="Paragraphs, headings, lists, links, pictures."
    )
    image = ImageBlock()
    hero = HeroBlock()
    listing_rail = ListingRailBlock()
    category_grid = CategoryGridBlock()
    call_to_action = CallToActionBlock()
    faq = FaqBlock()
    quote = QuoteBlock()
    columns = blocks.ListBlock(
        ShopRichTextBlock(features=SHORT_TEXT, label="Column"),
        min_num=2,
        max_num=4,
        icon="table",
        label="Columns",
        description="Two to four texts side by side.",
    )
