"""What a page tells search engines about itself: schema.org's Product, Offer and BreadcrumbList as JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.contract.records import Condition, ListingStatus

if TYPE_CHECKING:
    from cms.contract.records import ListingRecord, SellerRecord

_CONDITIONS = {
    Condition.NEW: "NewCondition",
    Condition.LIKE_NEW: "UsedCondition",
    Condition.GOOD: "UsedCondition",
    Condition.FAIR: "UsedCondition",
    Condition.FOR_PARTS: "DamagedCondition",
}


def product(listing: ListingRecord, seller: SellerRecord, site_url: str) -> dict[str, Any]:
    """The listing as a Product with one Offer in euros."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": listing.title,
        "description": listing.description,
        "url": site_url + listing.path,
        "itemCondition": f"https://schema.org/{_CONDITIONS[listing.condition]}",
        "offers": {
            "@type": "Offer",
            "price": str(listing.price.euros),
            "priceCurrency": "EUR",
            "availability": f"https://schema.org/{_availability(listing)}",
            "url": site_url + listing.path,
            "seller": {"@type": "Person", "name": seller.name, "url": site_url + seller.path},
        },
    }
    if images := [site_url + photo.path(photo.widths[-1], "jpg") for photo in listing.photos if photo.widths]:
        data["image"] = images
    return data


def breadcrumb_list(crumbs: tuple[tuple[str, str], ...], own_path: str, site_url: str) -> dict[str, Any]:
    """The way from the root to this page; `crumbs` are (label, path), the last with an empty path."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": label, "item": site_url + (path or own_path)}
            for number, (label, path) in enumerate(crumbs, start=1)
        ],
    }


def _availability(listing: ListingRecord) -> str:
    if listing.status is not ListingStatus.LIVE:
        return "SoldOut" if listing.status is ListingStatus.SOLD else "Discontinued"
    return "LimitedAvailability" if listing.reserved else "InStock"
