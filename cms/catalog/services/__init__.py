"""What can be done to the catalogue: one function for each change, called by forms, imports and tests alike."""

from cms.catalog.services.availability import (
    add_availability,
    end_listing,
    expire_listings,
    hold_stock,
    release_stock,
    relist,
    retire_listings,
    sell_stock,
    set_stock,
    status_of,
    with_status,
)
from cms.catalog.services.categories import (
    check_category,
    check_empty,
    create_category,
    delete_category,
    move_category,
    rename_category,
    save_category,
)
from cms.catalog.services.editing import (
    ListingContent,
    change_listing,
    content_of,
    copy_listing,
    delete_draft,
    fill_listing,
    set_expiry,
)
from cms.catalog.services.listings import (
    add_listings,
    check_unneeded,
    create_listing,
    publish_listing,
    unpublish_listing,
)
from cms.catalog.services.questions import show_questions
from cms.catalog.services.review import refusals, submit_listing, take_out_of_review

__all__ = [
    "ListingContent",
    "add_availability",
    "add_listings",
    "change_listing",
    "check_category",
    "check_empty",
    "check_unneeded",
    "content_of",
    "copy_listing",
    "create_category",
    "create_listing",
    "delete_category",
    "delete_draft",
    "end_listing",
    "expire_listings",
    "fill_listing",
    "hold_stock",
    "move_category",
    "publish_listing",
    "refusals",
    "release_stock",
    "relist",
    "rename_category",
    "retire_listings",
    "save_category",
    "sell_stock",
    "set_expiry",
    "set_stock",
    "show_questions",
    "status_of",
    "submit_listing",
    "take_out_of_review",
    "unpublish_listing",
    "with_status",
]
