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
from cms.catalog.services.listings import add_listings, create_listing, publish_listing, unpublish_listing

__all__ = [
    "add_availability",
    "add_listings",
    "check_category",
    "check_empty",
    "create_category",
    "create_listing",
    "delete_category",
    "end_listing",
    "expire_listings",
    "hold_stock",
    "move_category",
    "publish_listing",
    "release_stock",
    "relist",
    "rename_category",
    "retire_listings",
    "save_category",
    "sell_stock",
    "set_stock",
    "status_of",
    "unpublish_listing",
    "with_status",
]
