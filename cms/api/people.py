"""People as others may see them, and what they may change about themselves."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from cms.accounts.errors import LastAdmin
from cms.accounts.inviting import invite_by
from cms.accounts.models import SellerProfile, User
from cms.accounts.records import (
    ask_who_is_away,
    faces,
    have_page,
    personal_emails,
    seller_ids,
    seller_records,
    with_pictures,
)
from cms.accounts.roles import STAFF_ROLES, Role
from cms.accounts.services import (
    change_profile,
    erase,
    make_person,
    make_seller,
    rename,
    set_languages,
    show_picture,
    show_standing,
    start_selling,
)
from cms.accounts.telling import tell_of_suspension_by
from cms.catalog.models import Listing
from cms.catalog.services import delete_draft, end_listing, status_of, with_status
from cms.contract.records import ListingStatus
from cms.pictures.files import original_path
from cms.pictures.models import Picture

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "LastAdmin",
    "ask_who_is_away",
    "change_profile",
    "erase_person",
    "faces",
    "have_page",
    "invite_by",
    "is_seller",
    "is_staff",
    "languages_of",
    "listings_of",
    "make_person",
    "make_seller",
    "personal_emails",
    "photos_of",
    "profile_of",
    "rename",
    "seller_ids",
    "seller_records",
    "set_languages",
    "show_picture",
    "show_standing",
    "start_selling",
    "tell_of_suspension_by",
    "with_pictures",
]

_STILL_SHOWN = (ListingStatus.LIVE, ListingStatus.EXPIRED)


def is_staff(person: User) -> bool:
    """Whether the person works in the admin panel."""
    return person.role in STAFF_ROLES


def is_seller(person: User) -> bool:
    """Whether the person sells here."""
    return person.role == Role.SELLER


def languages_of(user_id: int) -> tuple[str, ...]:
    """What the person says they speak: codes."""
    return tuple(User.objects.values_list("languages", flat=True).get(pk=user_id))


def profile_of(user_id: int) -> dict[str, Any] | None:
    """What the person lets others see; None for who has never sold."""
    fields = ("display_name", "city", "text", "slug", "is_trader", "imprint")
    found: dict[str, Any] | None = SellerProfile.objects.filter(user_id=user_id).values(*fields).first()
    return found


def listings_of(user_id: int) -> list[dict[str, Any]]:
    """Everything the person ever listed, drafts too, as plain values."""
    return [
        {
            "number": one.pk,
            "title": one.title,
            "description": one.description,
            "price": str(one.price.euros),
            "negotiable": one.negotiable,
            "condition": one.condition,
            "category": one.category.name,
            "city": one.city,
            "postcode": one.postcode,
            "status": status_of(one).value,
            "published_at": one.published_at,
            "photos": [f"photos/{name}" for name, _ in _named_photos(one)],
        }
        for one in _own(user_id)
    ]


def photos_of(user_id: int) -> list[tuple[str, Path]]:
    """The person's own picture and those of their listings: a name that tells which, and the file."""
    own = Picture.objects.filter(people=user_id)
    faces = [(f"profile.{one.extension}", original_path(one)) for one in own]
    return [*faces, *(pair for one in _own(user_id) for pair in _named_photos(one))]


@transaction.atomic
def erase_person(user_id: int, *, name: str, now: datetime) -> None:
    """Withdraw what the person sells, remove their drafts, and take out who they were; the number stays.

    Raises LastAdmin, and then changes nothing.
    """
    for listing in _own(user_id):
        if listing.first_published_at is None and listing.published_at is None:
            delete_draft(listing.pk)
        elif listing.availability.status in _STILL_SHOWN:
            end_listing(listing.pk, ListingStatus.WITHDRAWN, now=now)
    erase(user_id, name=name)


def _own(user_id: int) -> list[Listing]:
    listings = Listing.objects.filter(seller_id=user_id).select_related("category")
    return list(with_status(listings).prefetch_related("photos__picture").order_by("pk"))


def _named_photos(listing: Listing) -> list[tuple[str, Path]]:
    return [
        (f"{listing.pk}-{place}.{photo.picture.extension}", original_path(photo.picture))
        for place, photo in enumerate(listing.photos.all(), start=1)
    ]
