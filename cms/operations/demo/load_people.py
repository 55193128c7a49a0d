"""Puts the demo's people into the database: those who can log in one by one, the others in bulk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cms.accounts.many_people import add_people
from cms.accounts.models import SellerProfile, User
from cms.accounts.services import make_person, make_seller
from cms.contract.addresses import slug_of
from cms.operations.demo.logins import Login, password_for
from cms.operations.demo.people import (
    Person,
    buyer_count,
    make_buyers,
    make_sellers,
    make_staff,
    seller_count,
)
from commerce.account.services import confirm_address

_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Who was made: the sellers in the order of their offers, and what one logs in with."""

    sellers: tuple[Person, ...]
    seller_ids: tuple[int, ...]
    buyers: tuple[Person, ...]
    buyer_ids: tuple[int, ...]
    logins: tuple[Login, ...]
    count: int

    def addresses_of(self, user_ids: Collection[int]) -> list[tuple[int, str]]:
        """The e-mail addresses of some of them."""
        return list(User.objects.filter(pk__in=list(user_ids)).order_by("pk").values_list("pk", "email"))


def load_people(*, listings: int, seed: int, batch: int, users: int = 0) -> Crowd:
    """Make staff, sellers and buyers for so many listings; with `users`, more buyers until there are so many people.

    A second batch (--add) brings no further staff, and its people have the batch's number in their addresses.
    """
    staff = make_staff(seed) if batch == 1 else ()
    sellers = make_sellers(seller_count(listings), seed=seed)
    buyers = make_buyers(max(buyer_count(listings), users - len(staff) - len(sellers)), seed=seed)
    logins = [_with_login(one, seed, batch) for one in (*staff, sellers[0], buyers[0])]
    first_seller, first_buyer = (User.objects.get(email=_address(one[0], batch)).pk for one in (sellers, buyers))
    other_sellers = _in_bulk(sellers[1:], batch)
    _describe(other_sellers, sellers[1:])
    others = _in_bulk(buyers[1:], batch)
    return Crowd(
        sellers=sellers,
        seller_ids=(first_seller, *(one.pk for one in other_sellers)),
        buyers=buyers,
        buyer_ids=(first_buyer, *(one.pk for one in others)),
        logins=tuple(logins),
        count=len(logins) + len(other_sellers) + len(others),
    )


def _address(person: Person, batch: int) -> str:
    if batch == 1:
        return person.email
    local, _, domain = person.email.partition("@")
    return f"{local}-{batch}@{domain}"


def _with_login(person: Person, seed: int, batch: int) -> Login:
    password = password_for(person.role, seed=seed)
    email = _address(person, batch)
    if person.role == "seller":
        made = make_seller(
            email=email,
            name=person.name,
            password=password,
            date_joined=person.joined,
            display_name=person.shown,
            text=person.text,
            city=person.city,
        )
    else:
        made = make_person(
            email=email, name=person.name, password=password, role=person.role, date_joined=person.joined
        )
    confirm_address(made.pk, made.email)
    return Login(role=person.role, email=email, password=password)


def _in_bulk(people: Sequence[Person], batch: int) -> list[User]:
    rows = [User(email=_address(one, batch), name=one.name, role=one.role, date_joined=one.joined) for one in people]
    return add_people(rows, cities=[one.city for one in people])


def _describe(users: Sequence[User], people: Sequence[Person]) -> None:
    """Set the names that others see, and the texts."""
    by_user = dict(zip((user.pk for user in users), people, strict=True))
    profiles = (
        list(SellerProfile.objects.filter(user_id__in=by_user))
        if len(by_user) < _ROWS_AT_ONCE
        else [profile for profile in SellerProfile.objects.all() if profile.user_id in by_user]
    )
    for profile in profiles:
        person = by_user[profile.user_id]
        profile.display_name, profile.text = person.shown, person.text
        profile.slug = slug_of(person.shown, otherwise="seller")
    SellerProfile.objects.bulk_update(profiles, ["display_name", "slug", "text"], batch_size=_ROWS_AT_ONCE)
