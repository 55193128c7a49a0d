"""What a seller's desk has besides listings: photos on their way into one, and holidays."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Router
from ninja.files import UploadedFile

from commerce.api import shapes
from commerce.api.doors import door
from commerce.api.given import HolidayGiven
from commerce.api.problems import not_found
from commerce.api.rates import Rate
from commerce.api.selling import seller_of
from commerce.selling.holiday import come_back, go_away, holiday_of
from commerce.selling.models import Holiday
from commerce.selling.uploads import take_upload

router = Router(throttle=Rate(), tags=["Selling"])


@router.post("/sell/photos", auth=door("sell"), response={201: shapes.PhotoTaken})
def upload_photo(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Send a PNG or JPEG of at most 10 MB, as multipart/form-data; where it was taken is removed from it.

    Its hash goes into the photos of a listing within 30 days. Refused ones count among those of a day, too.
    """
    return shapes.PhotoTaken(hash=take_upload(seller_of(request), file, now=timezone.now()))


@router.get("/sell/holiday", auth=door("read", "sell"), response=shapes.Holiday)
def get_holiday(request: HttpRequest) -> Any:
    """The holiday that one is on, or plans. 404 for none."""
    own = holiday_of(seller_of(request))
    if own is None:
        raise not_found()
    return _holiday(own)


@router.put("/sell/holiday", auth=door("sell"), response=shapes.Holiday)
def set_holiday(request: HttpRequest, given: HolidayGiven) -> Any:
    """Be away on these days, in place of those that were said before: nobody can order from you meanwhile."""
    said = go_away(seller_of(request), starts=given.starts, until=given.until, text=given.text, now=timezone.now())
    return _holiday(said)


@router.delete("/sell/holiday", auth=door("sell"), response={204: None})
def end_holiday(request: HttpRequest) -> Any:
    """Be back at once, or give the plan up."""
    if not come_back(seller_of(request)):
        raise not_found()


def _holiday(own: Holiday) -> shapes.Holiday:
    return shapes.Holiday(starts=own.starts, until=own.until, text=own.text, is_on=own.is_on)
