"""What was typed and not saved: kept while it is typed, there again when the form is opened, gone when it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from commerce import own_goods
from commerce.selling.models import UnfinishedForm
from commerce.selling.slots import SLOTS, Slot, slots_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

KEPT = ("title", "category", "description", "condition", "price", "quantity", "postcode", "city")
_LONGEST = 8_000


def new_key(seller_id: int, key: str) -> str:
    """The key of the listing that a form with this one makes."""
    return f"S-{seller_id}-{key}"


@transaction.atomic
def keep_form(seller_id: int, listing_id: int | None, said: Mapping[str, Any], *, now: datetime) -> bool:
    """Keep what a form says; whether there was anything to keep. Raises NoSuchListing.

    A form that was saved meanwhile, here or in another window, is not kept: what is stored is newer.
    Photos stand in it as the hashes of what was taken; whose they are is asked when the form is opened and saved.
    """
    if _is_over(seller_id, listing_id, said):
        return False
    fields: dict[str, Any] = {name: _short(said.get(name, "")) for name in KEPT}
    fields["negotiable"] = bool(said.get("negotiable"))
    for number in range(1, SLOTS + 1):
        for part in ("kept", "alt", "place"):
            fields[f"photo{number}-{part}"] = _short(said.get(f"photo{number}-{part}", ""))[:200]
    if listing_id is None and not _says_something(fields):
        return False
    own_goods.lock_seller(seller_id)
    kept = kept_form(seller_id, listing_id) or UnfinishedForm(seller_id=seller_id, listing_id=listing_id)
    kept.fields, kept.at = fields, now
    kept.save()
    return True


def kept_form(seller_id: int, listing_id: int | None) -> UnfinishedForm | None:
    """What was kept of this form."""
    return _rows(seller_id, listing_id).first()


def forget_form(seller_id: int, listing_id: int | None) -> None:
    """Keep it no longer."""
    _rows(seller_id, listing_id).delete()


def forget_all(seller_id: int) -> None:
    """Keep none of somebody's forms."""
    UnfinishedForm.objects.filter(seller_id=seller_id).delete()


def said_by(kept: UnfinishedForm) -> dict[str, Any]:
    """The fields of the form."""
    return {name: kept.fields[name] for name in (*KEPT, "negotiable") if name in kept.fields}


def slots_in(kept: UnfinishedForm, usable: Sequence[str]) -> list[Slot]:
    """The photos of the form, those of them that may be used."""
    said = kept.fields
    found = [
        (str(said.get(f"photo{number}-place", "")), str(said.get(f"photo{number}-kept", "")), number)
        for number in range(1, SLOTS + 1)
    ]
    return slots_of(
        [(one, str(said.get(f"photo{number}-alt", ""))) for _, one, number in sorted(found) if one in usable]
    )


def hashes_in(kept: UnfinishedForm) -> list[str]:
    """The photos that the form names."""
    named = (str(kept.fields.get(f"photo{number}-kept", "")) for number in range(1, SLOTS + 1))
    return [one for one in named if one]


def _rows(seller_id: int, listing_id: int | None) -> QuerySet[UnfinishedForm]:
    own = UnfinishedForm.objects.filter(seller_id=seller_id)
    return own.filter(listing=None) if listing_id is None else own.filter(listing_id=listing_id)


def _is_over(seller_id: int, listing_id: int | None, said: Mapping[str, Any]) -> bool:
    if listing_id is not None:
        return str(said.get("version")) != str(own_goods.own_draft(seller_id, listing_id).version)
    return own_goods.id_of_key(seller_id, new_key(seller_id, _short(said.get("key", "")))) is not None


def _says_something(fields: Mapping[str, Any]) -> bool:
    asked = [fields[name] for name in ("title", "description", "price")]
    return any(asked) or any(fields[f"photo{number}-kept"] for number in range(1, SLOTS + 1))


def _short(value: object) -> str:
    return str(value).replace("\0", "")[:_LONGEST]
