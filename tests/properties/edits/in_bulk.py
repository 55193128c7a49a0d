"""Edits past all models and forms: queries over many rows, raw SQL, a workbook, a transaction that is given up."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import F

from cms.catalog import services
from cms.catalog.models import Category, Listing, Photo
from cms.workbook.importing import ImportOptions, import_workbook
from tests.factories.workbooks import make_xlsx
from tests.properties.edits.dice import Dice
from tests.properties.edits.goods import any_listing
from tests.properties.edits.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable

_HEADER = ["key", "title", "description", "price", "category", "seller", "status", "quantity"]


def raise_prices(memory: Memory, dice: Dice) -> None:
    """Of one category, in one statement."""
    Listing.objects.filter(category=any_listing(dice).category_id).update(price_cents=F("price_cents") + 100)


def move_many(memory: Memory, dice: Dice) -> None:
    """All of one category into another."""
    target = dice.pick(list(Category.objects.order_by("pk")))
    some = Listing.objects.filter(category=any_listing(dice).category_id).order_by("-pk").values_list("pk", flat=True)
    Listing.objects.filter(pk__in=list(some[:10])).update(category=target)


def add_many(memory: Memory, dice: Dice) -> None:
    """So many that front pages overflow."""
    sample = any_listing(dice)
    when = memory.now()
    services.add_listings(
        [
            Listing(
                title=f"One of many {memory.number()}",
                description="One of many.",
                price_cents=100 + number,
                category_id=sample.category_id,
                seller_id=sample.seller_id,
                live=True,
                published_at=when,
            )
            for number in range(5 + dice.below(15))
        ]
    )


def write_sql(memory: Memory, dice: Dice) -> None:
    """By hand, in the database's own shell."""
    listing = any_listing(dice)
    statements: tuple[tuple[str, str | int], ...] = (
        ("UPDATE catalog_listing SET title = %s WHERE id = %s", f"By hand {memory.number()}"),
        ("UPDATE catalog_listing SET price_cents = %s WHERE id = %s", dice.below(1_000)),
        ("UPDATE catalog_listing SET city = %s WHERE id = %s", f"City {memory.number()}"),
        ("UPDATE accounts_sellerprofile SET city = %s WHERE user_id = %s", f"City {memory.number()}"),
        ("UPDATE catalog_category SET name = %s WHERE id = %s", f"Hand {memory.number()}"),
    )
    statement, value = dice.pick(statements)
    key = {"accounts": listing.seller_id, "catalog_category": listing.category_id}
    number = next((value for name, value in key.items() if f" {name}" in statement), listing.pk)
    with connection.cursor() as cursor:
        cursor.execute(statement, [value, number])


def delete_photos(memory: Memory, dice: Dice) -> None:
    """Without asking the model."""
    number = dice.pick(list(Photo.objects.order_by("-pk").values_list("pk", flat=True)))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM catalog_photo WHERE id = %s", [number])


def take_in_workbook(memory: Memory, dice: Dice) -> None:
    """New rows, and changed ones."""
    rows = []
    for _ in range(1 + dice.below(3)):
        stored = any_listing(dice)
        key = stored.key if dice.maybe() else f"W-{memory.number()}"
        seller = f"U-{stored.seller.number:06d}"
        title = f"From a sheet {memory.number()}"
        rows.append([key, title, "Typed.", 5 + dice.below(50), stored.category.slug_path, seller, "live", 1])
    with tempfile.TemporaryDirectory() as folder:
        file = make_xlsx(Path(folder) / "goods.xlsx", {"listings": [_HEADER, *rows]})
        import_workbook(file, ImportOptions(skip_bad_rows=True), now=memory.now())


def think_better_of_it(memory: Memory, dice: Dice) -> None:
    """A transaction that is rolled back leaves nothing, in no outbox either."""
    with transaction.atomic():
        Listing.objects.update(title="Never")
        transaction.set_rollback(True)


EDITS: tuple[Callable[[Memory, Dice], None], ...] = (
    raise_prices,
    move_many,
    add_many,
    write_sql,
    delete_photos,
    take_in_workbook,
    think_better_of_it,
)
