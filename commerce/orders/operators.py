"""Who of the shop's team decides about orders."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.backends import ModelBackend

MAY_DECIDE = "shop_orders.change_order"


def somebody_else_may_decide(besides: Collection[int]) -> bool:
    """Whether the team has somebody who may decide about orders and is none of these people."""
    return bool(ModelBackend().with_perm(MAY_DECIDE).exclude(pk__in=besides).exists())
