"""What a page is put together from. Each block becomes the record of the same name in cms.contract.blocks."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
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

    heading = blocks.CharBlock(max_length=80, label=_("Heading"))
    text = blocks.TextBlock(required=False, max_length=300, rows=2, label=_("Text"))
    image = ImageChooserBlock(
        required=False, help_text=_("Without a picture the accent colour fills the space."), label=_("Image")
    )
    button = ButtonBlock(required=False, label=_("Button"))

    class Meta:
        icon = "pick"
        label = _("Hero")
        description = _("A wide opening: heading, text and button over a picture.")


class ImageBlock(blocks.StructBlock):
    """One picture with a caption."""

    image = AltTextImageBlock(label=_("Image"))
    caption = blocks.CharBlock(required=False, max_length=200, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("One picture in the width of the text, with a caption.")


class ListingRailBlock(blocks.StructBlock):
    """A row of listing cards."""

    heading = blocks.CharBlock(max_length=80, label=_("Heading"))
    category = CategoryChooserBlock(
        required=False, help_text=_("The newest of this category and all below it."), label=_("Category")
    )
    seller = SellerChooserBlock(required=False, help_text=_("Or the newest of this seller."), label=_("Seller"))
    listings = blocks.ListBlock(
        ListingChooserBlock(),
        max_num=12,
        default=[],
        collapsed=True,
        label=_("Hand-picked listings"),
        help_text=_("Or exactly these, in this order; those that have ended are left out."),
    )
    count = blocks.IntegerBlock(
        default=8, min_value=1, max_value=12, help_text=_("At most so many cards, 1 to 12."), label=_("Count")
    )

    class Meta:
        icon = "grip"
        label = _("Row of listings")
        description = _("The newest of all, of a category or of a seller, or listings picked by hand.")

    def clean(self, value: StructValue) -> StructValue:
        """Refuse more than one source."""
        cleaned = super().clean(value)
        chosen = [name for name in _SOURCES if cleaned.get(name)]
        if len(chosen) > 1:
            error = ValidationError(_("Choose one source only: a category, a seller, or listings picked by hand."))
            raise StructBlockValidationError(non_block_errors=[error])
        return cleaned


class CategoryGridBlock(blocks.StructBlock):
    """Tiles of categories."""

    heading = blocks.CharBlock(max_length=80, label=_("Heading"))
    categories = blocks.ListBlock(
        CategoryChooserBlock(),
        max_num=24,
        default=[],
        help_text=_("Leave the list empty for all top categories."),
        label=_("Categories"),
    )

    class Meta:
        icon = "folder-open-1"
        label = _("Category tiles")
        description = _("Tiles that lead to categories.")


class FaqItemBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(max_length=160, label=_("Question"))
    answer = ShopRichTextBlock(features=SHORT_TEXT, label=_("Answer"))


class FaqBlock(blocks.StructBlock):
    """Questions that open on a click."""

    heading = blocks.CharBlock(required=False, max_length=80, label=_("Heading"))
    items = blocks.ListBlock(FaqItemBlock(), min_num=1, max_num=60, label=_("Items"))

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        description = _("Questions that open on a click.")


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(max_length=600, rows=3, label=_("Text"))
    source = blocks.CharBlock(required=False, max_length=120, help_text=_("Who said it."), label=_("Source"))

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("Somebody's words, set apart.")


class CallToActionBlock(blocks.StructBlock):
    """A sentence and a button."""

    heading = blocks.CharBlock(max_length=80, label=_("Heading"))
    text = blocks.TextBlock(required=False, max_length=300, rows=2, label=_("Text"))
    button = LinkBlock(label=_("Button"))

    class Meta:
        icon = "arrow-right"
        label = _("Call to action")
        description = _("A sentence and a button.")


class PageBody(blocks.StreamBlock):
    """All blocks of a page, in any order."""

    rich_text = ShopRichTextBlock(
        features=LONG_TEXT,
        icon="pilcrow",
        label=_("Text"),
        description=_("Paragraphs, headings, lists, links, pictures."),
    )
    image = ImageBlock()
    hero = HeroBlock()
    listing_rail = ListingRailBlock()
    category_grid = CategoryGridBlock()
    call_to_action = CallToActionBlock()
    faq = FaqBlock()
    quote = QuoteBlock()
    columns = blocks.ListBlock(
        ShopRichTextBlock(features=SHORT_TEXT, label=_("Column")),
        min_num=2,
        max_num=4,
        icon="table",
        label=_("Columns"),
        description=_("Two to four texts side by side."),
    )
