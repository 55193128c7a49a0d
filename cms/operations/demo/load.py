"""Makes the demo: all rows in one transaction, then the photos, which take longest, while the shop is open already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from cms.accounts.models import User
from cms.catalog.models import Listing
from cms.operations.demo.deals.pictures import picture_deals
from cms.operations.demo.load_deals import default_orders, load_deals
from cms.operations.demo.load_goods import load_goods
from cms.operations.demo.load_look import furnish, hang_pictures, is_untouched
from cms.operations.demo.load_people import load_people
from cms.operations.demo.load_photos import hang_photos
from cms.operations.demo.load_visits import load_visits
from cms.operations.demo.logins import Login, write_logins
from cms.operations.demo.photos.glyphs import require_demo_packages

Tell = Callable[[str, int, int], None]
"""Told what is being made, how many are done, and of how many."""


class DemoRefused(Exception):
    """The demo may not be loaded here; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How many of each were made, and what one logs in with."""

    users: int
    categories: int
    listings: int
    photos: int
    orders: int
    reviews: int
    logins: tuple[Login, ...]


def load_demo(  # noqa: PLR0913 (keyword-only: the options of the command)
    *,
    listings: int,
    seed: int,
    photos: bool,
    add: bool,
    data_dir: Path,
    tell: Tell,
    orders: int | None = None,
    users: int = 0,
    visits: int = 0,
) -> Made:
    """Make a market of so many listings, with `orders` deals (default_orders without it) and at least `users` people,
    that was visited for so many days.

    Raises DemoRefused and DemoPackagesMissing before anything is made.
    """
    if User.objects.exists() and not add:
        raise DemoRefused(
            "There are people in this database already. Give --add to put the demo beside what is there, "
            "or start with an empty database (another DATA_DIR or DATABASE_URL).",
        )
    if photos:
        require_demo_packages()
    with transaction.atomic():
        batch = _next_batch(seed)
        crowd = load_people(listings=listings, seed=seed, batch=batch, users=users)
        goods = load_goods(
            listings=listings,
            seed=seed,
            batch=batch,
            crowd=crowd,
            tell=lambda done, of: tell("listings", done, of),
        )
        wanted = default_orders(listings) if orders is None else orders
        tell("orders", 0, wanted)
        orders_made, reviews = load_deals(wanted, seed=seed, batch=batch, crowd=crowd)
        tell("orders", orders_made, wanted)
        load_visits(visits, seed=seed, tell=lambda done, of: tell("days of visits", done, of))
        if furnished := is_untouched():
            furnish(seed=seed)
    write_logins(list(crowd.logins), data_dir=data_dir)
    hung = 0
    if photos:
        if furnished:
            hang_pictures(seed=seed)
        hung = hang_photos(goods.wanted, seed=seed, tell=lambda done, of: tell("photo scenes", done, of))
        picture_deals(f"demo-{seed}-{batch}-")
    return Made(
        users=crowd.count,
        categories=goods.categories,
        listings=goods.listings,
        photos=hung,
        orders=orders_made,
        reviews=reviews,
        logins=crowd.logins,
    )


def _next_batch(seed: int) -> int:
    """1 for the first demo in a database; a further one gets other keys and addresses."""
    batch = 1
    while (
        Listing.objects.filter(key__startswith=f"demo-{seed}-{batch}-").exists()
        or User.objects.filter(email=_first_buyer(batch)).exists()
    ):
        batch += 1
    return batch


def _first_buyer(batch: int) -> str:
    return "buyer@demo.example" if batch == 1 else f"buyer-{batch}@demo.example"
