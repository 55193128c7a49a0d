"""Moves of a category as people make them: a step with a button, or to where they drop it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from cms.catalog.errors import CategoryGone, NowhereToMove
from cms.catalog.models import Category
from cms.catalog.services.categories import lock_tree, move_category, siblings_below

if TYPE_CHECKING:
    from cms.accounts.models import User


class Step(StrEnum):
    """Up and down among its siblings, in to the one above, out to behind its parent; the last three need another."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"
    BEFORE = "before"
    AFTER = "after"
    INTO = "into"


@transaction.atomic
def step_category(category_id: int, step: Step, *, other_id: int | None = None, user: User | None = None) -> Category:
    """Move a category, with all that is below it, by one step or to another one. Raises CategoryRefused."""
    lock_tree()
    category = Category.objects.select_related("parent").filter(pk=category_id).first()
    if category is None:
        raise CategoryGone
    if step in {Step.UP, Step.DOWN, Step.IN, Step.OUT}:
        parent_id, place = _near(category, step)
    else:
        parent_id, place = _at(category, step, Category.objects.filter(pk=other_id or 0).first())
    return move_category(category_id, parent_id=parent_id, position=place, user=user)


def _near(category: Category, step: Step) -> tuple[int | None, int]:
    """Below which parent, and at which place there."""
    siblings = siblings_below(category.parent_id)
    place = siblings.index(category)
    if step is Step.OUT:
        if category.parent is None:
            raise NowhereToMove(_("“%(name)s” is at the top already.") % {"name": category})
        uncles = siblings_below(category.parent.parent_id)
        return category.parent.parent_id, uncles.index(category.parent) + 1
    if step is Step.DOWN:
        if place == len(siblings) - 1:
            raise NowhereToMove(_("“%(name)s” is the last one here already.") % {"name": category})
        return category.parent_id, place + 1
    if place == 0:
        first = _("“%(name)s” is the first one here already.")
        alone = _("Above “%(name)s” is nothing on the same level that it could go into.")
        raise NowhereToMove((first if step is Step.UP else alone) % {"name": category})
    if step is Step.UP:
        return category.parent_id, place - 1
    above = siblings[place - 1]
    return above.pk, len(siblings_below(above.pk))


def _at(category: Category, step: Step, other: Category | None) -> tuple[int | None, int]:
    if other is None:
        raise CategoryGone
    if step is Step.INTO:
        return other.pk, len(siblings_below(other.pk))
    siblings = siblings_below(other.parent_id)
    if other == category:
        return category.parent_id, siblings.index(category)
    others = [one for one in siblings if one != category]
    return other.parent_id, others.index(other) + (step is Step.AFTER)
