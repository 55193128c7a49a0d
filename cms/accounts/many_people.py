"""People made many at a time, for imports. The caller has checked the fields."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import Group
from django.db import transaction

from cms.accounts.models import SellerProfile, User
from cms.accounts.names import public_name
from cms.accounts.numbers import next_numbers
from cms.accounts.roles import Role
from cms.contract.addresses import slug_of

_ROWS_AT_ONCE = 500


@transaction.atomic
def add_people(people: Sequence[User], *, cities: Sequence[str] = ()) -> list[User]:
    """Insert these people with the next numbers and the groups of their roles; none of them can log in yet.

    Sellers get a profile under their first name and initial, with the city of the same place in `cities`.
    """
    for user, number in zip(people, next_numbers("user", count=len(people)), strict=True):
        user.number = number
        user.is_superuser = user.role == Role.ADMIN
        user.set_unusable_password()
    added = User.objects.bulk_create(people, batch_size=_ROWS_AT_ONCE)
    groups = {role: Group.objects.get_or_create(name=role)[0] for role in {user.role for user in added}}
    member = User.groups.through
    member.objects.bulk_create(
        [member(user_id=user.pk, group_id=groups[user.role].pk) for user in added], batch_size=_ROWS_AT_ONCE
    )
    profiles = [
        _profile(user, city)
        for user, city in zip(added, cities or [""] * len(added), strict=True)
        if user.role == Role.SELLER or city
    ]
    SellerProfile.objects.bulk_create(profiles, batch_size=_ROWS_AT_ONCE)
    return added


def _profile(user: User, city: str) -> SellerProfile:
    shown = public_name(user.name, limit=SellerProfile.DISPLAY_NAME_LENGTH)
    return SellerProfile(user=user, display_name=shown, slug=slug_of(shown, otherwise="seller"), city=city)
