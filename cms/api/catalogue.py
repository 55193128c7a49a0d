"""The catalogue for those who render it: records by range, oldest first."""

from cms.catalog.neighbours import around, beside, beside_ids
from cms.catalog.records import (
    between,
    by_id,
    category_records,
    draft_record,
    in_list,
    in_lists,
    of_seller,
    places,
    records,
    with_page,
    with_pictures,
)

__all__ = [
    "around",
    "beside",
    "beside_ids",
    "between",
    "by_id",
    "category_records",
    "draft_record",
    "in_list",
    "in_lists",
    "of_seller",
    "places",
    "records",
    "with_page",
    "with_pictures",
]
