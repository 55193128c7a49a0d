"""What the catalogue holds: categories, listings with their photos, and what of them is still to be had."""

from cms.catalog.models.availability import Availability
from cms.catalog.models.category import Category, CategorySlugHistory
from cms.catalog.models.list_page import ListHead, ListJump, ListPage, ListStamp
from cms.catalog.models.listing import Listing, ListingSlugHistory
from cms.catalog.models.photo import MAX_PHOTOS, Photo

__all__ = [
    "MAX_PHOTOS",
    "Availability",
    "Category",
    "CategorySlugHistory",
    "ListHead",
    "ListJump",
    "ListPage",
    "ListStamp",
    "Listing",
    "ListingSlugHistory",
    "Photo",
]
