"""The column of the list of listings that says how often each was seen.

It cannot be sorted by: the sums of 30 days of 100,000 listings are no order that an index has. The dashboard names the
most seen ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cms.catalog.admin.additions import AddedColumn
from cms.visits.figures import last_days, views_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

DAYS = 30


def _views(listing_ids: Collection[int]) -> Mapping[int, int]:
    return views_of(listing_ids, last_days(DAYS))


VIEWS = AddedColumn(name="views", label=_("Views in 30 days"), values=_views)
