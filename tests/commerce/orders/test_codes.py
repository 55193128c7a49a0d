"""The hand-over code: once, for one meeting, for a while, with five tries."""

from datetime import timedelta

import pytest
from django.test import override_settings

from commerce.orders import codes
from commerce.orders.errors import ActionRefused, OrderStateConflict, WrongCode
from commerce.orders.models import HandoverCode, Order
from commerce.orders.services import act
from tests.factories.orders import MEETING, agreed, code_of, make_order, wrong_code

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def enter(order, code, now=MEETING):
    return act(order.pk, "enter-code", now=now, person_id=order.seller_id, code=code)


def test_the_code_ends_the_deal_on_both_sides():
    order = make_order(state="scheduled")

    order = enter(order, code_of(order), MEETING + HOUR / 6)

    code = HandoverCode.objects.get()
    assert (order.state, order.received_cents, order.received_at) == ("completed", 3500, MEETING + HOUR / 6)
    assert order.buyer_confirmed_at == order.seller_confirmed_at == MEETING + HOUR / 6
    assert (code.used_at, code.voided_at, code.tries) == (MEETING + HOUR / 6, None, 0)


def test_blanks_between_the_digits_do_not_matter():
    order = make_order(state="scheduled")
    code = code_of(order)

    assert enter(order, f" {code[:3]}-{code[3:]} ").state == "completed"


def test_a_used_code_ends_nothing_again():
    order = make_order(state="scheduled")
    code = code_of(order)
    enter(order, code)

    with pytest.raises(OrderStateConflict):
        enter(order, code)


@pytest.mark.both_databases
def test_a_wrong_code_is_counted_and_the_sixth_try_is_not_looked_at():
    order = make_order(state="scheduled")

    for left in (4, 3, 2, 1, 0):
        with pytest.raises(WrongCode) as refusal:
            enter(order, wrong_code(order))
        assert (refusal.value.left, HandoverCode.objects.get().tries) == (left, 5 - left)

    with pytest.raises(ActionRefused):
        enter(order, code_of(order))
    assert Order.objects.get().state == "scheduled"
    assert act(order.pk, "hand-over", now=MEETING, person_id=order.seller_id).state == "handed_over"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef"])
def test_what_is_no_code_is_no_try(typed):
    order = make_order(state="scheduled")

    with pytest.raises(ActionRefused):
        enter(order, typed)

    assert HandoverCode.objects.get().tries == 0


@pytest.mark.parametrize("offset", [-2 * HOUR - timedelta(seconds=1), 72.5 * HOUR + timedelta(seconds=1)])
def test_a_code_is_worth_nothing_before_and_after_its_time(offset):
    order = make_order(state="scheduled")

    with pytest.raises((ActionRefused, OrderStateConflict)):
        enter(order, code_of(order), MEETING + offset)

    assert Order.objects.get().state == "scheduled"


@pytest.mark.parametrize("offset", [-2 * HOUR, 72.5 * HOUR])
def test_a_code_is_good_from_two_hours_before_to_three_days_after(offset):
    order = make_order(state="scheduled")

    assert enter(order, code_of(order), MEETING + offset).state == "completed"


def test_the_code_of_another_order_is_wrong():
    order, other = make_order(state="scheduled"), make_order(state="scheduled")
    while code_of(other) == code_of(order):  # Once in a million.
        other = make_order(state="scheduled")

    with pytest.raises(WrongCode):
        enter(order, code_of(other))


def test_the_code_of_a_cancelled_order_is_void():
    order = make_order(state="scheduled")
    code = code_of(order)
    act(order.pk, "cancel", now=MEETING - HOUR, person_id=order.buyer_id)

    with pytest.raises(OrderStateConflict):
        enter(order, code)
    assert HandoverCode.objects.get(appointment=agreed(order)).voided_at == MEETING - HOUR


def test_the_buyer_enters_no_code():
    order = make_order(state="scheduled")

    with pytest.raises(OrderStateConflict):
        act(order.pk, "enter-code", now=MEETING, person_id=order.buyer_id, code=code_of(order))


def test_without_the_key_of_the_shop_a_code_cannot_be_made():
    nonce = codes.new_nonce()
    digest = codes.digest_of(nonce, "123456")

    assert codes.fits(digest, nonce, "123456")
    assert not codes.fits(digest, nonce, "123457")
    assert not codes.fits(digest, codes.new_nonce(), "123456")
    with override_settings(SECRET_KEY="another key that is long enough for this test"):
        assert not codes.fits(digest, nonce, "123456")


def test_a_code_has_six_digits():
    made = {codes.code_for(codes.new_nonce()) for _ in range(200)}

    assert all(len(one) == 6 and one.isdecimal() for one in made)
    assert len(made) > 190
