"""Edits of people: what others see of sellers, and whether they are there at all."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from cms.accounts import services
from cms.accounts.models import SellerProfile, User
from cms.contract.languages import SPOKEN
from cms.contract.records import ReviewRecord, StandingRecord
from cms.pictures.models import Picture
from commerce.selling import holiday
from commerce.selling.models import Holiday
from tests.properties.edits.dice import Dice
from tests.properties.edits.memory import Memory
from tests.properties.edits.stock import WIDTHS

if TYPE_CHECKING:
    from collections.abc import Callable


def _any(dice: Dice, **which: object) -> User:
    return dice.pick(list(User.objects.filter(**which).order_by("pk")))


def join(memory: Memory, dice: Dice) -> None:
    """Somebody new, with nothing to sell yet."""
    number = memory.number()
    services.make_seller(email=f"new{number}@example.org", name=f"Newcomer {number}", date_joined=memory.now())


def rename(memory: Memory, dice: Dice) -> None:
    """Another name on the seller's page, on each of their listings' pages, and in the address."""
    services.change_profile(_any(dice).pk, display_name=f"Seller {memory.number()}", text="Hello.", city="Wels")


def describe(memory: Memory, dice: Dice) -> None:
    """What stands on the seller's page alone."""
    profile = dice.pick(list(SellerProfile.objects.order_by("pk")))
    profile.text = f"About me {memory.number()}"
    profile.save()


def show_face(memory: Memory, dice: Dice) -> None:
    """A picture beside the name, on the seller's page and on each of their listings' pages; or none again."""
    person = _any(dice)
    pictures = list(Picture.objects.order_by("hash").values_list("hash", flat=True))
    services.show_picture(person.pk, None if person.picture_id else dice.pick(pictures))


def make_face(memory: Memory, dice: Dice) -> None:
    """The files of such a picture go, or arrive."""
    picture = dice.pick(list(Picture.objects.filter(people__isnull=False).order_by("hash").distinct()))
    picture.widths = [] if picture.widths else list(WIDTHS)
    picture.save()


def speak(memory: Memory, dice: Dice) -> None:
    """Languages stand on the seller's page alone."""
    services.set_languages(_any(dice).pk, dice.some(SPOKEN, dice.below(3)))


def review(memory: Memory, dice: Dice) -> None:
    """What others say of a seller stands on their page; their listings' pages show half stars."""
    profile = dice.pick(list(SellerProfile.objects.order_by("pk")))
    number = memory.number()
    one = ReviewRecord(stars=1 + number % 5, text=f"Review {number}", reply="", day=memory.now().date())
    standing = StandingRecord(reviews=number, tenths=10 + number % 41, kept=number, appointments=number, newest=(one,))
    services.show_standing(profile.pk, standing)


def go_away(memory: Memory, dice: Dice) -> None:
    """Sellers' pages and the pages of their goods say so, now or when the clock comes to it."""
    for seller in dice.some(list(User.objects.order_by("pk")), 3):
        first = memory.now().date() + timedelta(days=dice.below(3))
        text = f"Back soon {memory.number()}" if dice.maybe() else ""
        until = first + timedelta(days=dice.below(10))
        holiday.go_away(seller.pk, starts=first, until=until, text=text, now=memory.now())


def go_away_planned(memory: Memory, dice: Dice) -> None:
    """A holiday that was planned begins."""
    first = dice.pick(list(Holiday.objects.filter(is_on=False).order_by("pk"))).starts
    holiday.begin_and_end(datetime.combine(first, time(12), tzinfo=UTC))


def come_back(memory: Memory, dice: Dice) -> None:
    """By hand, before the last day."""
    holiday.come_back(dice.pick(list(Holiday.objects.order_by("pk"))).pk)


def end_holidays(memory: Memory, dice: Dice) -> None:
    """The clock ends what is over."""
    last = dice.pick(list(Holiday.objects.order_by("-until"))).until
    holiday.begin_and_end(datetime.combine(last + timedelta(days=1), time(12), tzinfo=UTC))


def suspend(memory: Memory, dice: Dice) -> None:
    """All their goods go."""
    services.suspend(_any(dice, is_active=True).pk)


def restore(memory: Memory, dice: Dice) -> None:
    """All their goods come back."""
    services.restore(_any(dice, is_active=False).pk)


def lose_profile(memory: Memory, dice: Dice) -> None:
    """Known by number from then on."""
    dice.pick(list(SellerProfile.objects.order_by("pk"))).delete()


def leave(memory: Memory, dice: Dice) -> None:
    """Somebody without goods goes for good."""
    services.delete_person(_any(dice, listings=None).pk)


def log_in(memory: Memory, dice: Dice) -> None:
    """No page shows when."""
    User.objects.filter(pk=_any(dice).pk).update(last_login=timezone.now(), email=f"other{memory.number()}@example.org")


def join_earlier(memory: Memory, dice: Dice) -> None:
    """The day since which somebody is a member is put right."""
    person = _any(dice)
    person.date_joined -= timedelta(days=40)
    person.save()


EDITS: tuple[Callable[[Memory, Dice], None], ...] = (
    join,
    rename,
    describe,
    show_face,
    make_face,
    speak,
    review,
    go_away,
    go_away_planned,
    come_back,
    end_holidays,
    suspend,
    restore,
    lose_profile,
    leave,
    log_in,
    join_earlier,
)
