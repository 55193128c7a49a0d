"""Waiting lists behind what is reserved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from commerce.api import shapes
from commerce.api.doors import door
from commerce.api.given import Id
from commerce.api.problems import not_found
from commerce.api.rates import Rate
from commerce.waiting.lists import Row, rows_of
from commerce.waiting.services import join, leave

router = Router(throttle=Rate(), tags=["Waiting lists"])


@router.get("/waiting", auth=door("read", "buy"), response=list[shapes.Place])
def list_places(request: HttpRequest) -> Any:
    """What one waits for, what is held for one first."""
    return [_place(one) for one in rows_of(request.user.pk or 0)]


@router.put("/waiting/{listing_id}", auth=door("buy"), response=shapes.Place)
def join_waiting_list(request: HttpRequest, listing_id: Id) -> Any:
    """Wait for a listing of which nothing is free. Who waits already keeps their place."""
    person_id = request.user.pk or 0
    place = join(person_id, listing_id, now=timezone.now())
    return next(_place(one) for one in rows_of(person_id) if one.place.pk == place.pk)


@router.delete("/waiting/{listing_id}", auth=door("buy"), response={204: None})
def leave_waiting_list(request: HttpRequest, listing_id: Id) -> Any:
    """Wait no longer; what was held goes to the next."""
    if not leave(request.user.pk or 0, listing_id, now=timezone.now()):
        raise not_found()


def _place(row: Row) -> shapes.Place:
    return shapes.Place(
        listing=row.place.listing_id,
        title=row.place.title,
        position=row.position,
        joined_at=row.place.joined_at,
        held_until=row.place.promised_until,
    )
