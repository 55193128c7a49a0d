"""Sequential numbers from a locked counter row: never reused, gaps allowed."""

from __future__ import annotations

from django.apps import apps
from django.db import transaction
from django.db.models import F


def next_number(name: str) -> int:
    """The next number of this kind.

    The counter stays locked until the caller's transaction ends, so take it late. When that transaction rolls
    back, so does the counter: nobody has seen the number.
    """
    counters = apps.get_model("accounts", "NumberCounter").objects
    with transaction.atomic():
        if not counters.filter(pk=name).update(value=F("value") + 1):
            counters.get_or_create(pk=name)
            counters.filter(pk=name).update(value=F("value") + 1)
        return int(counters.values_list("value", flat=True).get(pk=name))


def next_numbers(name: str, *, count: int) -> range:
    """The next `count` numbers of this kind, all in one step; the same holds as for next_number."""
    counters = apps.get_model("accounts", "NumberCounter").objects
    with transaction.atomic():
        counters.get_or_create(pk=name)
        counters.filter(pk=name).update(value=F("value") + count)
        last = int(counters.values_list("value", flat=True).get(pk=name))
    return range(last - count + 1, last + 1)
