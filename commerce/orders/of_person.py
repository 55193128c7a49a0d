"""What the team sees of a person's deals in the admin."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from commerce import directory
from commerce.orders.admin import words
from commerce.orders.models import Order
from commerce.orders.reliability import reliability_of_many

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.db.models.expressions import Combinable

    from cms.accounts.models import User

_SIDES = ("buyer", "seller")


def _orders_of(ids: Collection[int]) -> Mapping[int, int]:
    count: Counter[int] = Counter()
    for side in _SIDES:
        counted = (
            Order.objects.filter(**{f"{side}__in": ids}).order_by().values_list(f"{side}_id").annotate(Count("pk"))
        )
        count.update(dict(counted))
    return count


def _by_orders() -> Combinable:
    def on(side: str) -> Combinable:
        orders = Order.objects.filter(**{side: OuterRef("pk")}).order_by().values(side)
        return Coalesce(Subquery(orders.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), 0)

    return on("buyer") + on("seller")


def _kept_by(ids: Collection[int]) -> Mapping[int, str]:
    found = reliability_of_many(ids, now=timezone.now())
    said = gettext("%(kept)d of %(all)d kept")
    return {pk: said % {"kept": one.kept, "all": one.appointments} for pk, one in found.items()}


def _excerpt(person: User, side: str, other: str) -> directory.Excerpt:
    orders = Order.objects.filter(**{side: person})
    return directory.Excerpt(
        columns=(
            Column("label", label=_("Number")),
            Column("outcome", label=_("State"), accessor=lambda one: words.outcome(one.state, one.reason)),
            Column("other", label=_("With"), accessor=f"{other}_name"),
            Column("total", label=_("Total"), accessor=lambda one: words.amount(one.total)),
            DateColumn("placed_at", label=_("Placed")),
        ),
        rows=list(orders.order_by("-number")[: directory.EXCERPT_ROWS]),
        total=orders.count(),
        all_url=f"{reverse('shop_orders:index')}?{urlencode({side: person.label})}",
    )


PARTS = (
    directory.Figure(name="orders", label=_("Orders"), tell=_orders_of, rank=_by_orders, order=20),
    directory.Figure(name="reliability", label=_("Meetings"), tell=_kept_by, otherwise="–", order=30),
    directory.Panel(
        name="bought",
        label=_("Orders as a buyer"),
        icon="clipboard-list",
        needs="shop_orders.view_order",
        show=lambda person: _excerpt(person, "buyer", "seller"),
        empty=_("Nothing bought yet."),
        order=20,
    ),
    directory.Panel(
        name="sold",
        label=_("Orders as a seller"),
        icon="clipboard-list",
        needs="shop_orders.view_order",
        show=lambda person: _excerpt(person, "seller", "buyer"),
        empty=_("Nothing sold yet."),
        order=21,
    ),
)
