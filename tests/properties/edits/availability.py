"""Edits of what is still to be had: sales, returns, and what the clock takes down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from cms.catalog import services
from cms.catalog.models import Availability
from cms.contract.records import ListingStatus, QuestionRecord
from tests.properties.edits.dice import Dice
from tests.properties.edits.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable

_ENDINGS = (ListingStatus.SOLD, ListingStatus.EXPIRED, ListingStatus.WITHDRAWN, ListingStatus.SUSPENDED)


def _any(dice: Dice, *, ended: bool) -> int:
    rows = Availability.objects.filter(listing__live=True)
    rows = rows.exclude(status="live") if ended else rows.filter(status="live")
    return dice.pick(list(rows.order_by("-listing__published_at", "-pk").values_list("pk", flat=True)))


def sell(memory: Memory, dice: Dice) -> None:
    """The commonest way to end."""
    services.end_listing(_any(dice, ended=False), ListingStatus.SOLD, now=memory.now())


def end(memory: Memory, dice: Dice) -> None:
    """In any way, also by one that leaves no page."""
    services.end_listing(_any(dice, ended=False), dice.pick(_ENDINGS), now=memory.now())


def answer(memory: Memory, dice: Dice) -> None:
    """A question and its answer stand on the listing's page, or go from it."""
    row = Availability.objects.get(pk=_any(dice, ended=False))
    number = memory.number()
    one = QuestionRecord(id=number, question=f"Question {number}?", answer="Yes.", day=memory.now().date())
    services.show_questions(row.pk, () if row.questions else (one,))


def sell_many(memory: Memory, dice: Dice) -> None:
    """So many that pages of lists thin out."""
    for _ in range(3 + dice.below(12)):
        sell(memory, dice)


def restock(memory: Memory, dice: Dice) -> None:
    """An ended listing comes back at its old place, often in the midst of a sealed page."""
    services.relist(_any(dice, ended=True), stock=1 + dice.below(4))


def restock_all(memory: Memory, dice: Dice) -> None:
    """All that ended come back at once."""
    rows = Availability.objects.exclude(status="live")
    rows.update(status="live", stock=F("reserved") + 1, ended_at=None, retired_at=None)


def set_stock(memory: Memory, dice: Dice) -> None:
    """How many pieces there are."""
    services.set_stock(_any(dice, ended=False), 1 + dice.below(5))


def reserve(memory: Memory, dice: Dice) -> None:
    """One piece more is spoken for, perhaps the last."""
    free = Availability.objects.filter(reserved__lt=F("stock")).order_by("-pk").values_list("pk", flat=True)
    Availability.objects.filter(pk=dice.pick(list(free))).update(reserved=F("reserved") + 1)


def release(memory: Memory, dice: Dice) -> None:
    """A reservation falls through."""
    held = Availability.objects.filter(reserved__gt=0).order_by("pk").values_list("pk", flat=True)
    Availability.objects.filter(pk=dice.pick(list(held))).update(reserved=F("reserved") - 1)


def retire(memory: Memory, dice: Dice) -> None:
    """The clock takes the page of an ended listing down."""
    Availability.objects.filter(pk=_any(dice, ended=True)).update(retired_at=memory.now())


EDITS: tuple[Callable[[Memory, Dice], None], ...] = (
    sell,
    end,
    answer,
    sell_many,
    retire,
    restock,
    restock_all,
    set_stock,
    reserve,
    release,
)
