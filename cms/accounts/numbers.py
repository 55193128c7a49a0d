"""Sequential numbers from a locked counter row: never reused, gaps allowed."""

from __future__ import annotations

from django.apps import apps
from django.db import connection, transaction


def next_number(name: str) -> int:
    """The next number of this kind. A roll-back of the caller's transaction may leave a gap."""
    with transaction.atomic():
        counters = apps.get_model("accounts", "NumberCounter").objects
        counters.get_or_create(name=name)
        row = counters.select_for_update(of=("self",) if connection.features.has_select_for_update_of else ()).get(pk=name)
        row.value += 1
        row.save(update_fields=["value"])
        return int(row.value)
