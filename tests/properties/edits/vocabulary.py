"""All edits, by name, and how one is done: wholly or not at all."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction

from cms.accounts.errors import AccountsError
from cms.catalog.errors import CatalogError
from tests.properties.edits import availability, goods, in_bulk, look, pages, people, theme, tree
from tests.properties.edits.dice import Dice, Unfit
from tests.properties.edits.memory import Memory

Edit = Callable[[Memory, Dice], None]

_TOPICS = (goods, availability, tree, people, pages, look, theme, in_bulk)


def _named() -> dict[str, Edit]:
    return {f"{topic.__name__.rpartition('.')[2]}.{edit.__name__}": edit for topic in _TOPICS for edit in topic.EDITS}


EDITS: dict[str, Edit] = _named()
"""By `topic.name`."""


def do(name: str, memory: Memory, dice: Dice) -> bool:
    """Do it, in one transaction. False when there was nothing to do it to, or the shop refused."""
    try:
        with transaction.atomic():
            EDITS[name](memory, dice)
    except (Unfit, CatalogError, AccountsError, ValidationError):
        return False
    return True
