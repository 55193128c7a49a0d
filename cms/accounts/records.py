"""Sellers as everybody may see them, in bulk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from cms.accounts.models import User
from cms.contract.privacy import without_emails
from cms.contract.records import AwayRecord, PictureRecord, ReviewRecord, SellerRecord, StandingRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    Absences = Callable[[Collection[int]], Mapping[int, AwayRecord]]

_STREAMED = 2_000
_ASKED_AT_ONCE = 500
_PICTURE = ("picture_id", "picture__width", "picture__height", "picture__colour", "picture__widths")
_NAMELESS_SLUG = "seller"
_absences: list[Absences] = []


def ask_who_is_away(absences: Absences) -> None:
    """Let `absences` say who of some people is away: called when an application is ready.

    Its table is among the watches, so that pages follow.
    """
    if absences not in _absences:
        _absences.append(absences)


def with_page() -> QuerySet[User]:
    """Everybody who has a seller's page: active, with a profile or with published listings."""
    return User.objects.filter(is_active=True).filter(Q(seller_profile__isnull=False) | Q(listings__live=True))


def seller_ids() -> Iterator[int]:
    """Their ids, ascending, some thousands at a time, each time by a query of its own."""
    last = 0
    while True:
        some = list(with_page().filter(id__gt=last).order_by("id").values_list("id", flat=True).distinct()[:_STREAMED])
        yield from some
        if len(some) < _STREAMED:
            return
        last = some[-1]


def have_page(ids: Iterable[int]) -> set[int]:
    """Those of these people who have a seller's page."""
    return set(with_page().filter(id__in=list(ids)).values_list("id", flat=True))


def seller_records(ids: Iterable[int], *, also_suspended: bool = False) -> dict[int, SellerRecord]:
    """These active people as sellers, by id in ascending order. Without a profile somebody is known by number.

    `also_suspended` is for previews: who moderates sees the goods of somebody whom shoppers do not see.
    """
    wanted = list(ids)
    people = User.objects.filter(id__in=wanted)
    away = _away(wanted)
    rows = (
        (people if also_suspended else people.filter(is_active=True))
        .order_by("id")
        .values_list(
            "id",
            "number",
            "date_joined",
            "seller_profile__slug",
            "seller_profile__display_name",
            "seller_profile__text",
            "seller_profile__city",
            "seller_profile__standing",
            "seller_profile__is_trader",
            "seller_profile__imprint",
            "languages",
            *_PICTURE,
        )
    )
    return {
        number_of_row: SellerRecord(
            id=number_of_row,
            number=number,
            slug=slug or _NAMELESS_SLUG,
            name=(shown := without_emails(name or f"U-{number:06d}")),
            text=without_emails(text or ""),
            city=without_emails(city or ""),
            member_since=joined.astimezone(UTC).date(),
            picture=_picture_record(shown, *picture),
            languages=tuple(languages),
            standing=standing_record(standing),
            away=away.get(number_of_row),
            is_trader=bool(is_trader),
            imprint=without_emails(imprint or "") if is_trader else "",
        )
        for (
            number_of_row,
            number,
            joined,
            slug,
            name,
            text,
            city,
            standing,
            is_trader,
            imprint,
            languages,
            *picture,
        ) in rows
    }


def faces(ids: Collection[int]) -> dict[int, PictureRecord]:
    """The pictures of those of these people who have one, for those whom they deal with."""
    rows = User.objects.filter(id__in=ids, picture__isnull=False).values_list("id", *_PICTURE)
    return {pk: record for pk, *picture in rows if (record := _picture_record("", *picture))}


def with_pictures(hashes: Iterable[str]) -> set[int]:
    """Ids of the people who show one of these pictures."""
    wanted = sorted(hashes)
    found: set[int] = set()
    for start in range(0, len(wanted), _ASKED_AT_ONCE):
        shown = User.objects.filter(picture__in=wanted[start : start + _ASKED_AT_ONCE])
        found.update(shown.values_list("id", flat=True))
    return found


def _picture_record(alt: str, *columns: Any) -> PictureRecord | None:
    digest, width, height, colour, widths = columns
    if digest is None:
        return None
    return PictureRecord(hash=digest, width=width, height=height, colour=colour, alt=alt, widths=tuple(widths))


def standing_record(stored: dict[str, Any] | None) -> StandingRecord:
    """How deals went, as it is stored; nothing yet for who has no profile."""
    if not stored:
        return StandingRecord()
    newest = tuple(
        ReviewRecord(
            stars=one["stars"],
            text=without_emails(one["text"]),
            day=date.fromisoformat(one["day"]),
            reply=without_emails(one["reply"]),
        )
        for one in stored["newest"]
    )
    return StandingRecord(**{**stored, "newest": newest})


def _away(ids: Collection[int]) -> dict[int, AwayRecord]:
    found = {pk: one for absences in _absences for pk, one in absences(ids).items()} if ids else {}
    return {pk: replace(one, text=without_emails(one.text)) for pk, one in found.items()}


def personal_emails(candidates: Iterable[str]) -> set[str]:
    """Those of these addresses (lower case) that belong to a buyer or seller."""
    asked = list(candidates)
    found: set[str] = set()
    for start in range(0, len(asked), _ASKED_AT_ONCE):
        part = asked[start : start + _ASKED_AT_ONCE]
        found.update(User.objects.filter(email__in=part, role__in=("buyer", "seller")).values_list("email", flat=True))
    return found
