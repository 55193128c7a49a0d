"""Where a page may stand, and what it may be called there."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from cms.contract.addresses import is_reserved_page_slug
from cms.site.links import HOME_DEPTH

MAX_LEVELS = 4
"""Levels of pages below the home page: `/help/selling/photos/light` is the deepest."""

_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z")
_LONGEST_SLUG = 100


def why_not_here(slug: str, *, parent_depth: int, levels: int = 1) -> str | None:
    """Why a page called `slug` may not stand below a parent of this depth, in words; None when it may.

    `levels` is how many levels of pages move with it, itself counted.
    """
    if not _SLUG.match(slug) or len(slug) > _LONGEST_SLUG:
        return _(
            "“%(slug)s” cannot be part of an address: use small letters a-z, digits and single "
            "hyphens, at most %(most)s characters."
        ) % {"slug": slug, "most": _LONGEST_SLUG}
    if parent_depth == HOME_DEPTH and is_reserved_page_slug(slug):
        return _("The address /%(slug)s belongs to the shop itself. Choose another slug, like %(slug)s-info.") % {
            "slug": slug
        }
    if parent_depth + levels - HOME_DEPTH > MAX_LEVELS:
        return _("Pages can be nested %(most)s levels deep below the home page, not deeper.") % {"most": MAX_LEVELS}
    return None
