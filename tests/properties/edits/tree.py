"""Edits of the tree of categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.catalog import services
from cms.catalog.models import Category
from tests.properties.edits.dice import Dice
from tests.properties.edits.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable


def _any(dice: Dice) -> Category:
    return dice.pick(list(Category.objects.order_by("pk")))


def create(memory: Memory, dice: Dice) -> None:
    """At the top or below another one."""
    parent = _any(dice).pk if dice.maybe() else None
    services.create_category(f"Category {memory.number()}", parent_id=parent)


def rename(memory: Memory, dice: Dice) -> None:
    """The name alone: the address stays."""
    services.rename_category(_any(dice).pk, name=f"Kind {memory.number()}")


def readdress(memory: Memory, dice: Dice) -> None:
    """Another slug: another address for it and all below."""
    category = _any(dice)
    memory.slugs.append((category.pk, category.slug))
    services.rename_category(category.pk, name=category.name, slug=f"kind-{memory.number()}")


def readdress_back(memory: Memory, dice: Dice) -> None:
    """An address that was given up comes back."""
    number, slug = dice.pick(memory.slugs)
    for category in Category.objects.filter(pk=number):
        services.rename_category(number, name=category.name, slug=slug)


def move(memory: Memory, dice: Dice) -> None:
    """With all that is below it."""
    category = _any(dice)
    parents = [None, *Category.objects.order_by("pk").values_list("pk", flat=True)]
    services.move_category(category.pk, parent_id=dice.pick(parents))


def reorder(memory: Memory, dice: Dice) -> None:
    """Before or behind its siblings."""
    category = _any(dice)
    services.move_category(category.pk, parent_id=category.parent_id, position=dice.below(5))


def delete(memory: Memory, dice: Dice) -> None:
    """One in which nothing is."""
    empty = Category.objects.filter(children=None, listings=None).order_by("pk")
    services.delete_category(dice.pick(list(empty)).pk)


EDITS: tuple[Callable[[Memory, Dice], None], ...] = (
    create,
    rename,
    readdress,
    readdress_back,
    move,
    reorder,
    delete,
)
