from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction

from cms.accounts.models import ADDRESS_TAKEN, NumberCounter, User
from cms.accounts.numbers import next_number
from tests.factories.people import make_user

PEOPLE = 50


@pytest.mark.django_db
def test_people_are_numbered_in_order():
    assert [make_user().number for _ in range(3)] == [1, 2, 3]


@pytest.mark.django_db
def test_the_label_has_at_least_six_digits():
    assert User(number=42).label == "U-000042"
    assert User(number=1234567).label == "U-1234567"


@pytest.mark.django_db
def test_each_kind_is_counted_for_itself():
    assert (next_number("user"), next_number("order"), next_number("user")) == (1, 1, 2)


@pytest.mark.django_db
def test_a_number_is_not_given_again_after_its_owner_is_deleted():
    make_user()
    make_user().delete()

    assert make_user().number == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_a_sign_up_that_is_rolled_back_leaves_nobody_and_no_double_number():
    with transaction.atomic():
        make_user(email="lost@example.org")
        transaction.set_rollback(True)

    kept = make_user()

    assert User.objects.get() == kept
    assert NumberCounter.objects.get(pk="user").value == kept.number


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_fifty_at_once_of_whom_some_roll_back_all_get_their_own():
    with ThreadPoolExecutor(max_workers=PEOPLE) as threads:
        numbers = list(threads.map(_sign_up, range(PEOPLE)))

    kept = [number for number in numbers if number is not None]
    assert len(kept) == PEOPLE - PEOPLE // 5
    assert len(set(kept)) == len(kept)
    assert sorted(User.objects.values_list("number", flat=True)) == sorted(kept)
    assert NumberCounter.objects.get(pk="user").value >= max(kept)


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_fifty_with_the_same_address_are_one_person():
    with ThreadPoolExecutor(max_workers=PEOPLE) as threads:
        refused = list(threads.map(_sign_up_as_the_same, range(PEOPLE)))

    assert sorted(refused) == [[], *[[ADDRESS_TAKEN]] * (PEOPLE - 1)]
    assert User.objects.count() == 1


def _sign_up(turn):
    """Every fifth person changes their mind before the commit."""
    changed_their_mind = turn % 5 == 0
    try:
        with transaction.atomic():
            number = make_user(email=f"thread{turn}@example.org").number
            transaction.set_rollback(changed_their_mind)
        return None if changed_their_mind else number
    finally:
        connections.close_all()


def _sign_up_as_the_same(_turn):
    """What was refused, if anything."""
    try:
        make_user(email="same@example.org")
    except ValidationError as error:
        return error.messages
    else:
        return []
    finally:
        connections.close_all()
