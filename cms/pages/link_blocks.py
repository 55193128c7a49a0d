"""Links in pages, menus and the footer: each leads to one page, one category or one address."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError, StructValue

from cms.pages.addresses import check_leads_somewhere
from cms.pages.choosers import CategoryChooserBlock
from cms.site.links import clean_address

LABEL_LENGTH = 60
_TARGETS = ("page", "category", "address")


class AddressBlock(blocks.CharBlock):
    """A path of the shop or an https address; stored as `clean_address` gives it."""

    def clean(self, value: Any) -> str:
        """Wagtail's checks, then ours."""
        text = str(super().clean(value) or "")
        if not text.strip():
            return ""
        address = clean_address(text)
        check_leads_somewhere(address)
        return address


class LinkBlock(blocks.StructBlock):
    """A label and exactly one target."""

    label = blocks.CharBlock(max_length=LABEL_LENGTH, help_text=_("What readers see."), label=_("Label"))
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    category = CategoryChooserBlock(required=False, label=_("Category"))
    address = AddressBlock(
        required=False,
        max_length=500,
        help_text=_("Instead of a page or category: a path of this shop like /listings, or https://…"),
        label=_("Address"),
    )

    class Meta:
        icon = "link"
        form_classname = "struct-block"
        label_format = "{label}"

    def clean(self, value: StructValue) -> StructValue:
        """Refuse no target, and more than one."""
        cleaned = super().clean(value)
        chosen = [name for name in _TARGETS if cleaned.get(name)]
        if len(chosen) == 1 or not (chosen or cleaned.get("label")):
            return cleaned
        words = (
            _("A link leads to one place: empty all but one of page, category and address.")
            if chosen
            else _("Say where this leads: choose a page or a category, or write an address.")
        )
        raise StructBlockValidationError(block_errors={(chosen or _TARGETS)[-1]: ValidationError(words)})


class ButtonBlock(LinkBlock):
    """A link that may be left out: then label and targets are all empty."""

    label = blocks.CharBlock(
        required=False, max_length=40, help_text=_("Leave it empty for no button."), label=_("Label")
    )

    class Meta:
        icon = "link"

    def clean(self, value: StructValue) -> StructValue:
        """Refuse a target without a label."""
        cleaned = super().clean(value)
        if not cleaned.get("label") and any(cleaned.get(name) for name in _TARGETS):
            raise StructBlockValidationError(
                block_errors={"label": ValidationError(_("Write on the button what it does."))}
            )
        return cleaned
