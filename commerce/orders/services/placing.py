"""Making orders: one for each seller, all in one transaction or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction

from cms.contract.money import Money
from cms.contract.records import ListingRecord, ListingStatus
from commerce.catalog import NothingFree, free_stock, hold_stock, listings, next_number, sellers
from commerce.orders.cash import rounding_of
from commerce.orders.errors import EmailNotVerified, GoodsChanged, LineProblem, OrderNotPossible, SellerAway
from commerce.orders.machine import MOST_OPEN_REQUESTS, Actor, State, deadline_of
from commerce.orders.models import CashSettings, Order, OrderEvent, OrderLine
from commerce.orders.services.ceiling import refuse_too_much_cash
from commerce.orders.services.letters import tell_about
from commerce.orders.when import spoken_date
from commerce.theme import translate
from commerce.waiting.lists import listings_of
from commerce.waiting.services import redeem

if TYPE_CHECKING:
    from cms.accounts.models import User

KEY_LENGTH = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a buyer wants of a listing, and the price of one piece that they saw.

    With `is_agreed` it is one that the seller gave them: the caller answers for that, no form can say it.
    """

    listing_id: int
    quantity: int
    price_cents: int
    is_agreed: bool = False


@transaction.atomic
def place_orders(
    buyer_id: int, lines_by_seller: Mapping[int, Sequence[Wanted]], key: str, *, now: datetime, note: str = ""
) -> list[Order]:
    """One order at each seller, in the order of their ids. A second time with this key gives those of the first time.

    Raises OrderNotPossible (EmailNotVerified, SellerAway, TooMuchCash), GoodsChanged, ValueError for an empty order.
    """
    if not lines_by_seller or not all(lines_by_seller.values()) or not 0 < len(key) <= KEY_LENGTH:
        raise ValueError("nothing to order")
    # Who orders in two tabs orders one after the other: the second finds what the first did.
    buyer = get_user_model().objects.select_for_update(no_key=True).get(pk=buyer_id)
    before = list(Order.objects.filter(buyer_id=buyer_id, key=key).order_by("seller_id"))
    if before:
        return before

    _check_buyer(buyer, lines_by_seller)
    _check_sellers(lines_by_seller)
    goods = _hold(buyer_id, lines_by_seller, now)
    terms = CashSettings.load()
    return [
        _place(buyer, seller_id, lines, goods, terms, key=key, now=now, note=note)
        for seller_id, lines in sorted(lines_by_seller.items())
    ]


def _check_buyer(buyer: User, lines_by_seller: Mapping[int, Sequence[Wanted]]) -> None:
    if not buyer.is_active:
        raise OrderNotPossible(translate("This account is suspended."))
    if not _has_verified_email(buyer):
        raise EmailNotVerified(translate("Please confirm your e-mail address first. You got a mail with a link."))
    if buyer.pk in lines_by_seller:
        raise OrderNotPossible(translate("You cannot order from yourself."))
    waiting = Order.objects.filter(buyer=buyer, state=State.REQUESTED).count()
    if waiting + len(lines_by_seller) > MOST_OPEN_REQUESTS:
        raise OrderNotPossible(
            translate(
                "You may have {count} unanswered requests at a time. Wait for an answer, or withdraw one.",
                count=MOST_OPEN_REQUESTS,
            )
        )


def _check_sellers(seller_ids: Iterable[int]) -> None:
    for seller in sellers(seller_ids).values():
        if seller.away is not None:
            day = spoken_date(seller.away.until)
            raise SellerAway(
                translate("{seller} is away until {day}. You can order again after that.", seller=seller.name, day=day)
            )


def _has_verified_email(user: User) -> bool:
    from commerce.account.services import has_verified_email  # noqa: PLC0415 (accounts show people their orders)

    return bool(has_verified_email(user))


def _hold(buyer_id: int, lines_by_seller: Mapping[int, Sequence[Wanted]], now: datetime) -> dict[int, ListingRecord]:
    """Hold all that is wanted, in the order of the listings, and read what it is under that lock.

    Raises GoodsChanged with all that is wrong.
    """
    wanted = sorted((one for lines in lines_by_seller.values() for one in lines), key=lambda one: one.listing_id)
    owner = {one.listing_id: seller_id for seller_id, lines in lines_by_seller.items() for one in lines}
    if len(owner) != len(wanted):
        raise ValueError("a listing stands twice in one order")
    waits, short = listings_of(buyer_id), set()
    for one in wanted:
        if one.listing_id in waits:
            redeem(buyer_id, one.listing_id, now=now)
        if not _held(one):
            short.add(one.listing_id)
    goods = listings(owner)
    problems = list(_problems(wanted, goods, owner, short))
    if problems:
        raise GoodsChanged(problems)
    return goods


def _held(one: Wanted) -> bool:
    try:
        hold_stock(one.listing_id, one.quantity)
    except NothingFree:
        return False
    return True


def _problems(
    wanted: Iterable[Wanted], goods: Mapping[int, ListingRecord], owner: Mapping[int, int], short: set[int]
) -> Iterable[LineProblem]:
    free = free_stock(short) if short else {}
    for one in wanted:
        good = goods.get(one.listing_id)
        if good is None or good.status is not ListingStatus.LIVE or good.seller_id != owner[one.listing_id]:
            yield LineProblem(listing_id=one.listing_id, title=good.title if good else "")
        elif one.listing_id in short:
            yield LineProblem(listing_id=good.id, title=good.title, free=free.get(good.id, 0), price=good.price)
        elif not one.is_agreed and good.price.cents != one.price_cents:
            yield LineProblem(listing_id=good.id, title=good.title, free=one.quantity, price=good.price)


def _place(  # noqa: PLR0913 (one place, private)
    buyer: User,
    seller_id: int,
    lines: Sequence[Wanted],
    goods: Mapping[int, ListingRecord],
    settings: CashSettings,
    *,
    key: str,
    now: datetime,
    note: str,
) -> Order:
    items = sum(one.price_cents * one.quantity for one in lines)
    rounding = rounding_of(items) if settings.round_to_five else 0
    refuse_too_much_cash(seller_id, Money(items + rounding))
    order = Order.objects.create(
        number=next_number("order"),
        key=key,
        buyer=buyer,
        seller_id=seller_id,
        buyer_name=buyer.name,
        seller_name=sellers([seller_id])[seller_id].name,
        note=note.strip()[: Order.NOTE_LENGTH],
        items_cents=items,
        rounding_cents=rounding,
        total_cents=items + rounding,
        terms=asdict(settings.terms),
        placed_at=now,
        changed_at=now,
        deadline=deadline_of(State.REQUESTED, settings.terms, now=now),
    )
    OrderLine.objects.bulk_create(
        _line(order, one, goods[one.listing_id]) for one in sorted(lines, key=lambda one: one.listing_id)
    )
    OrderEvent.objects.create(
        order=order, action="request", actor=Actor.BUYER, person=buyer, target=State.REQUESTED, at=now, note=order.note
    )
    tell_about(order, "order-requested", Actor.SELLER)
    return order


def _line(order: Order, wanted: Wanted, good: ListingRecord) -> OrderLine:
    return OrderLine(
        order=order,
        listing_id=good.id,
        title=good.title,
        price_cents=wanted.price_cents,
        quantity=wanted.quantity,
        condition=good.condition,
        description=good.description,
        photo=asdict(good.photos[0]) if good.photos else None,
    )
