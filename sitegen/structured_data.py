"""What a page tells search engines about itself: schema.org's Product, Offer and BreadcrumbList as JSON-LD.

The JSON is written out here, word for word: it stands on every page of a listing, and an encoder that works out anew
what is the same on all of them takes three times as long.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from cms.contract.records import Condition, ListingStatus
from sitegen.formats import plain_price

if TYPE_CHECKING:
    from cms.contract.records import ListingRecord, SellerRecord

_CONDITIONS = {
    Condition.NEW: "NewCondition",
    Condition.LIKE_NEW: "UsedCondition",
    Condition.GOOD: "UsedCondition",
    Condition.FAIR: "UsedCondition",
    Condition.FOR_PARTS: "DamagedCondition",
}


_quoted = json.JSONEncoder(ensure_ascii=False).encode


def script_safe(text: str) -> Markup:
    """JSON that no text inside can break out of its script element."""
    # Five searches cost a tenth of one translation, as hardly any text has one of these.
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Markup(text)  # noqa: S704 (every character that could end the element is escaped)


def product(listing: ListingRecord, seller: SellerRecord, site_url: str, prefix: str = "") -> Markup:
    """The listing as a Product with one Offer in euros. `prefix` stands before the paths of pages."""
    base = site_url + prefix
    url = _quoted(base + listing.path)
    images = [_quoted(site_url + photo.path(photo.widths[-1], "jpg")) for photo in listing.photos if photo.widths]
    image = f',"image":[{",".join(images)}]' if images else ""
    return script_safe(
        f'{{"@context":"https://schema.org","@type":"Product","name":{_quoted(listing.title)},'
        f'"description":{_quoted(listing.description)},"url":{url},'
        f'"itemCondition":"https://schema.org/{_CONDITIONS[listing.condition]}",'
        f'"offers":{{"@type":"Offer","price":"{plain_price(listing.price)}","priceCurrency":"EUR",'
        f'"availability":"https://schema.org/{_availability(listing)}","url":{url},'
        f'"seller":{{"@type":"Person","name":{_quoted(seller.name)},"url":{_quoted(base + seller.path)}}}}}'
        f"{image}}}"
    )


def breadcrumb_list(crumbs: tuple[tuple[str, str], ...], own_path: str, site_url: str) -> Markup:
    """The way from the root to this page; `crumbs` are (label, path), the last with an empty path."""
    above = [_step(number, label, site_url + path) for number, (label, path) in enumerate(crumbs[:-1], start=1)]
    last = _step.__wrapped__(len(crumbs), crumbs[-1][0], site_url + own_path) if crumbs else ""
    steps = ",".join([*above, last])
    return script_safe(f'{{"@context":"https://schema.org","@type":"BreadcrumbList","itemListElement":[{steps}]}}')


@lru_cache(maxsize=1_000)
def _step(number: int, label: str, url: str) -> str:
    return f'{{"@type":"ListItem","position":{number},"name":{_quoted(label)},"item":{_quoted(url)}}}'


def _availability(listing: ListingRecord) -> str:
    if listing.status is not ListingStatus.LIVE:
        return "SoldOut" if listing.status is ListingStatus.SOLD else "Discontinued"
    return "LimitedAvailability" if listing.reserved else "InStock"
