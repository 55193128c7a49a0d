"""In which pages, and in which languages of the shop, a change that every page shows can be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.site.general import LANGUAGE_NAMES, GeneralSettings
from cms.site.preview import SHOP_PAGES, preview_response

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_BETWEEN = ":"


def modes() -> list[tuple[str, str]]:
    """As Wagtail wants it told: the pages in the shop's own language, then the same in the second, if there is one."""
    _own, *further = GeneralSettings.load().languages
    pages = [(name, str(label)) for name, label in SHOP_PAGES]
    in_further = [
        (f"{name}{_BETWEEN}{code}", _("%(page)s in %(language)s") % {"page": label, "language": LANGUAGE_NAMES[code]})
        for code in further
        for name, label in pages
    ]
    return pages + in_further


def response_of(mode: str, kind: str, draft: object, request: HttpRequest) -> HttpResponse:
    """What `draft` makes of the page that a mode names."""
    shown, _between, language = mode.partition(_BETWEEN)
    return preview_response(kind, draft, request, shown=shown, language=language)
