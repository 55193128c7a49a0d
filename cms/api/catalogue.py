"""The catalogue for those who render it: records by range, oldest first."""

from cms.catalog.records import (
    beside,
    between,
    by_id,
    category_records,
    draft_record,
    in_list,
    in_lists,
    places,
    records,
    with_page,
)

__all__ = [
    "beside",
    "between",
    "by_id",
    "category_records",
    "draft_record",
    "in_list",
    "in_lists",
    "places",
    "records",
    "with_page",
]
