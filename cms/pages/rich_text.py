"""Rich text in blocks: what editors may do in it, and that its links can be opened by everybody."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import RichTextBlock as WagtailRichTextBlock

from cms.pages.addresses import check_leads_somewhere
from cms.site.links import is_local_host

if TYPE_CHECKING:
    from wagtail.rich_text import RichText

LONG_TEXT = ("h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link", "image", "hr")
SHORT_TEXT = ("h3", "bold", "italic", "ol", "ul", "link")

_HREF = re.compile(r'href="([^"]*)"')


class ShopRichTextBlock(WagtailRichTextBlock):
    """Rich text without embeds, so that no page asks another host."""

    def clean(self, value: RichText) -> Any:
        """Refuse links to nothing, and to the writer's own computer."""
        cleaned = super().clean(value)
        for quoted in _HREF.findall(cleaned.source):
            _check(html.unescape(quoted))
        return cleaned


def _check(address: str) -> None:
    host = _host(address)
    if host and is_local_host(host):
        raise ValidationError(_("A link in this text leads to %(host)s, which nobody else can open.") % {"host": host})
    if address.startswith("#"):
        raise ValidationError(
            _("The link to %(address)s has no target: texts have no anchors. Remove it.") % {"address": address}
        )
    if host is None:
        check_leads_somewhere(address)


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None  # No browser gets anywhere with it either.
