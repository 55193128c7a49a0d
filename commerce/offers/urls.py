"""The addresses of this package."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from commerce.offers import rule_views, views


class OfferNumber:
    """The number of an offer, or of a listing, in the range of the database."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Its digits."""
        return str(value)


register_converter(OfferNumber, "offer_number")

urlpatterns: list[URLPattern | URLResolver] = [
    path("offers", views.index, name="offers"),
    path("offers/new", views.new, name="offer_new"),
    path("offers/rules/<offer_number:listing_id>", rule_views.rule, name="offer_rule"),
    path("offers/<offer_number:offer_id>", views.detail, name="offer"),
    path("offers/<offer_number:offer_id>/<slug:action>", views.do, name="offer_do"),
]
