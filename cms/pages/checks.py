"""The start-up check for pages whose address the shop has taken since they were made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from django.db import DatabaseError, connections

from cms.contract.addresses import is_reserved_page_slug
from cms.site.links import HOME_DEPTH

if TYPE_CHECKING:
    from collections.abc import Sequence

RESERVED_ADDRESS = "shop_pages.W001"


def check_reserved_addresses(*, databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """A warning for each page at an address of the shop: one of the two could not be seen."""
    return [message for alias in databases or () for message in _reserved_pages(alias)]


def _reserved_pages(alias: str) -> list[CheckMessage]:
    from cms.pages.models import ContentPage  # noqa: PLC0415  (Models are not loaded when checks are registered.)

    try:
        if ContentPage._meta.db_table not in connections[alias].introspection.table_names():  # noqa: SLF001  (Django's public name)
            return []
        top = ContentPage.objects.using(alias).filter(depth=HOME_DEPTH + 1)
        taken = [(number, slug) for number, slug in top.values_list("pk", "slug") if is_reserved_page_slug(slug)]
    except DatabaseError:
        return []  # Another check says that the database is not there or not migrated.
    return [
        CheckWarning(
            f"The page number {number} has the address /{slug}, which belongs to the shop itself.",
            hint=f"Give it another slug at /admin/pages/{number}/edit/.",
            id=RESERVED_ADDRESS,
        )
        for number, slug in taken
    ]
