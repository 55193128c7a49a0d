"""The addresses of this package."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from commerce.selling import actions, holiday_views, scripts, views


class PictureHash:
    """The hash of a stored picture."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


class ListingNumber:
    """The number of a listing, in the range of the database."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Its digits."""
        return str(value)


register_converter(PictureHash, "own_picture")
register_converter(ListingNumber, "own_listing")

urlpatterns: list[URLPattern | URLResolver] = [
    path("sell", views.desk, name="sell"),
    path("sell/new", views.new, name="sell_new"),
    path("sell/holiday", holiday_views.holiday, name="sell_holiday"),
    path("sell/holiday/end", holiday_views.end, name="sell_holiday_end"),
    path("sell/keep", scripts.keep, name="sell_keep_new"),
    path("sell/photo", scripts.take, name="sell_take_photo"),
    path("sell/photo/<own_picture:content_hash>", scripts.photo, name="sell_photo"),
    path("sell/photo/<own_picture:content_hash>/turn", scripts.turn, name="sell_turn_photo"),
    path("sell/<own_listing:listing_id>", views.edit, name="sell_listing"),
    path("sell/<own_listing:listing_id>/preview", views.preview, name="sell_preview"),
    path("sell/<own_listing:listing_id>/keep", scripts.keep, name="sell_keep"),
    path("sell/<own_listing:listing_id>/<slug:name>", actions.act, name="sell_act"),
]
