"""Goods for tests: the least valid ones, made by plain rows because hundreds of tests need them."""

from __future__ import annotations

import hashlib
import io
import itertools
import struct
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import Image

from cms.catalog.models import Availability, Category, Listing, Photo
from cms.catalog.services import create_category
from cms.contract.records import ListingStatus
from cms.pictures.models import Picture
from tests.factories.people import make_seller

FIRST_DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
"""When the first listing of a test run was published; each further one is a minute younger."""

_count = itertools.count(1)


def make_category(name: str = "", *, parent: Category | None = None, **fields: Any) -> Category:
    """A category; takes what `services.create_category` takes.

    The names start again in each test, so that the chrome, which shows them, is the same in most tests and made once.
    """
    name = name or f"Category {Category.objects.count() + 1}"
    return create_category(name, parent_id=parent.pk if parent else None, **fields)


def make_listing(
    *,
    live: bool = True,
    status: ListingStatus = ListingStatus.LIVE,
    stock: int = 1,
    reserved: int = 0,
    ended_at: datetime | None = None,
    retired_at: datetime | None = None,
    **fields: Any,
) -> Listing:
    """A listing with its availability, live unless said otherwise; category and seller are made when not given."""
    number = next(_count)
    if "category" not in fields and "category_id" not in fields:
        fields["category"] = make_category()
    if "seller" not in fields and "seller_id" not in fields:
        fields["seller"] = make_seller()
    published_at = FIRST_DAY + timedelta(minutes=number) if live else None
    defaults = {
        "title": f"Chair {number}",
        "description": "A chair.",
        "price_cents": 3500,
        "published_at": published_at,
        "first_published_at": published_at,
        "last_published_at": published_at,
    }
    listing = Listing.objects.create(live=live, **(defaults | fields))
    if status is not ListingStatus.LIVE and ended_at is None:
        ended_at = FIRST_DAY + timedelta(days=30)
    Availability.objects.create(
        listing=listing, status=status, stock=stock, reserved=reserved, ended_at=ended_at, retired_at=retired_at
    )
    return listing


def make_picture(seed: str = "", **fields: Any) -> Picture:
    """The row of a picture whose derivatives are done; no file is written. `take_picture` makes real ones."""
    content_hash = hashlib.sha256((seed or str(next(_count))).encode()).hexdigest()[:32]
    defaults = {"width": 1280, "height": 960, "colour": "#c0a080", "extension": "jpg", "widths": [320, 640, 960, 1280]}
    return Picture.objects.create(hash=content_hash, **(defaults | fields))


def make_photo(listing: Listing, *, picture: Picture | None = None, alt: str = "") -> Photo:
    """The next photo of a listing."""
    place = Photo.objects.filter(listing=listing).count()
    return Photo.objects.create(listing=listing, picture=picture or make_picture(), alt=alt, sort_order=place)


def plain_image(width: int = 40, height: int = 30, colour: str = "#336699", mode: str = "RGB") -> Image.Image:
    """A picture of one colour, in memory."""
    return Image.new("RGB", (width, height), colour).convert(mode)


def corners_image(width: int = 48, height: int = 32) -> Image.Image:
    """A picture whose corners are red, green, blue and white (clockwise from the top left), to tell which way is up."""
    image = Image.new("RGB", (width, height), "black")
    for corner, at in zip(("red", "lime", "white", "blue"), ((0, 0), (1, 0), (0, 1), (1, 1)), strict=True):
        image.paste(
            corner, (at[0] * width // 2, at[1] * height // 2, (at[0] + 1) * width // 2, (at[1] + 1) * height // 2)
        )
    return image


def png(image: Image.Image | None = None, **options: Any) -> bytes:
    """A PNG file."""
    out = io.BytesIO()
    (image or plain_image()).save(out, "PNG", **options)
    return out.getvalue()


def jpeg(image: Image.Image | None = None, **options: Any) -> bytes:
    """A JPEG file."""
    out = io.BytesIO()
    (image or plain_image()).save(out, "JPEG", **options)
    return out.getvalue()


def png_chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG file with its length and checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
