"""The list of orders, and the queue of those in dispute."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

import django_filters
from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, StatusTagColumn, TitleColumn

from cms.contract.money import Money
from commerce.admin_lists import RowsView
from commerce.orders.admin import concerns, words
from commerce.orders.admin.finding import AmountFilter, OrderFilterSet, PersonFilter, found_by
from commerce.orders.machine import Action, Actor, Appeal
from commerce.orders.models import CashSettings, EventPhoto, Order, OrderEvent

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class DeadlineColumn(Column):  # type: ignore[misc]  # Wagtail has no types.
    """When the clock acts: how far off that is, and the moment itself."""

    cell_template_name = "shop_orders/admin/deadline_cell.html"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["shop_orders/admin.css"]}

    def get_cell_context_data(self, instance: Order, parent_context: Any) -> dict[str, Any]:
        """Both, and whether it has passed."""
        now, deadline = timezone.now(), instance.deadline or instance.appeal_until
        # Settings are read once for a request.
        zone = CashSettings.load(request_or_site=parent_context["request"]).zone
        return {
            **super().get_cell_context_data(instance, parent_context),
            "deadline": deadline,
            "shown": date_format(deadline.astimezone(zone), "SHORT_DATETIME_FORMAT") if deadline else "",
            "distance": words.distance(deadline, now) if deadline else "",
            "is_late": is_late(instance, now),
        }


class AgeColumn(Column):  # type: ignore[misc]  # As above.
    """How long something has waited."""

    def get_value(self, instance: Any) -> str:
        """`3 days`."""
        moment: datetime | None = super().get_value(instance)
        return words.age(moment, timezone.now()) if moment else ""


class PersonColumn(Column):  # type: ignore[misc]  # As above.
    """The name as it was, and the number."""

    cell_template_name = "shop_orders/admin/person_cell.html"

    def get_cell_context_data(self, instance: Order, parent_context: Any) -> dict[str, Any]:
        """Both, and the address of all orders of this person on this side."""
        person = getattr(instance, self.name)
        return {
            **super().get_cell_context_data(instance, parent_context),
            "person": getattr(instance, f"{self.name}_name"),
            "label": person.label,
            "orders_url": f"{reverse('shop_orders:index')}?{self.name}={person.label}",
        }


def is_late(order: Order, now: datetime) -> bool:
    """Whether the clock should have acted by now."""
    deadline = order.deadline or order.appeal_until
    return deadline is not None and deadline < now


def what(order: Order) -> str:
    """The first thing in it, and how many more there are."""
    titles = [str(one) if one.quantity > 1 else one.title for one in order.lines.all()]
    if len(titles) < 2:  # noqa: PLR2004 (one thing needs no counting)
        return "".join(titles)
    more = len(titles) - 1
    return ngettext("%(title)s and one more", "%(title)s and %(count)d more", more) % {
        "title": titles[0],
        "count": more,
    }


def _total(order: Order) -> str:
    return words.amount(order.total)


def _outcome(order: Order) -> str:
    outcome = words.outcome(order.state, order.reason)
    return _now("%(outcome)s, appeal waits") % {"outcome": outcome} if order.appeal == Appeal.WAITS else outcome


_PEOPLE = (
    PersonColumn("seller", label=_("Seller"), sort_key="seller_name"),
    PersonColumn("buyer", label=_("Buyer"), sort_key="buyer_name"),
)


def _page(order: Order) -> str:
    return reverse("shop_orders:edit", args=[order.pk])


_NUMBER = TitleColumn("label", label=_("Order"), sort_key="number", get_url=_page)
_WHAT = Column("what", label=_("What"), accessor=what)
_AMOUNT = Column("total", label=_("Amount"), accessor=_total, sort_key="total_cents")
_DEADLINE = DeadlineColumn("deadline", label=_("Deadline"), sort_key="deadline")


class OrderIndexView(RowsView):
    """All orders: those that are late or in dispute first, then those that are open by deadline, then the newest."""

    page_title = _("Orders")
    results_template_name = "shop_orders/admin/orders_results.html"
    filterset_class = OrderFilterSet
    export_filename = "orders"
    export_headings = {
        "number": _("Order"),
        "state": _("State"),
        "reason": _("Why it ended"),
        "deadline": _("Deadline"),
        "seller": _("Seller"),
        "seller_number": _("Number of the seller"),
        "buyer": _("Buyer"),
        "buyer_number": _("Number of the buyer"),
        "what": _("What"),
        "amount": _("Amount in euros"),
        "placed": _("Ordered"),
        "received": _("Cash received"),
    }
    list_export = tuple(export_headings)

    def get_base_queryset(self) -> Any:
        """With the people and things that are named in each row."""
        return Order.objects.select_related("buyer", "seller").prefetch_related("lines")

    def waiting_first(self, queryset: Any) -> Any:
        """What somebody may have to do something about."""
        urgent = concerns.TO_DECIDE | Q(deadline__lt=timezone.now())
        rank = Case(
            When(urgent, then=Value(0)),
            When(deadline__isnull=False, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return queryset.annotate(rank=rank).order_by("rank", "deadline", "-number")

    def search_queryset(self, queryset: Any) -> Any:
        """By number, names, addresses and titles."""
        return queryset.filter(found_by(self.search_query)) if self.is_searching else queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Also what waits, unless the list is narrowed already."""
        shown = super().get_context_data(*args, **kwargs)
        return {
            **shown,
            "waiting": concerns.waiting(now=timezone.now()),
            "concern": self.request.GET.get("concern", ""),
        }

    def to_row_dict(self, item: Order) -> dict[str, Any]:
        """A row of the export: numbers stay numbers."""
        return {
            "number": item.label,
            "state": str(words.STATES[item.state]),
            "reason": str(words.REASONS[item.reason]) if item.reason else "",
            "deadline": item.deadline,
            "seller": item.seller_name,
            "seller_number": item.seller.label,
            "buyer": item.buyer_name,
            "buyer_number": item.buyer.label,
            "what": "; ".join(str(one) for one in item.lines.all()),
            "amount": item.total.euros,
            "placed": item.placed_at,
            "received": Money(item.received_cents).euros if item.received_cents is not None else "",
        }


ORDER_COLUMNS = (
    _NUMBER,
    StatusTagColumn(
        "outcome", label=_("State"), accessor=_outcome, sort_key="state", primary=lambda one: one.deadline is not None
    ),
    _DEADLINE,
    _WHAT,
    *_PEOPLE,
    _AMOUNT,
    DateColumn("placed_at", label=_("Ordered"), sort_key="placed_at"),
)


class DisputeFilterSet(WagtailFilterSet):  # type: ignore[misc]  # As above.
    """What the queue of disputes can be narrowed by: by itself it shows those that wait."""

    which = django_filters.ChoiceFilter(
        label=_("Which"),
        choices=[("decided", _("Decided or ended")), ("all", _("All"))],
        method="those",
        empty_label=_("Waits for a decision"),
    )
    amount = AmountFilter(label=_("Amount in euros"), field_name="total_cents")
    placed_at = django_filters.DateFromToRangeFilter(label=_("Ordered"), widget=DateRangePickerWidget)
    seller = PersonFilter(label=_("Seller"))
    buyer = PersonFilter(label=_("Buyer"))

    class Meta:
        model = Order
        fields = ()

    def filter_queryset(self, queryset: Any) -> Any:
        """Those that wait, unless others are asked for."""
        narrowed = super().filter_queryset(queryset)
        return narrowed if self.form.cleaned_data.get("which") else narrowed.filter(concerns.TO_DECIDE)

    def those(self, queryset: Any, _name: str, value: str) -> Any:
        """All that ever were in dispute, or those of them that are not any more."""
        return queryset.exclude(concerns.TO_DECIDE) if value == "decided" else queryset


_RAISED = (Action.OBJECT.value, Action.CONTRADICT.value)
_SETTLED = (Action.DECIDE_DONE.value, Action.DECIDE_CANCEL.value, Action.MODERATE.value)


class DisputeIndexView(OrderIndexView):
    """What waits for the team's decision: the oldest first."""

    page_title = _("Disputes")
    results_template_name = "wagtailadmin/generic/index_results.html"
    filterset_class = DisputeFilterSet
    export_filename = "disputes"

    def get_base_queryset(self) -> Any:
        """With when it was raised, what about, how many photos there are, and who has decided."""
        events = OrderEvent.objects.filter(order=OuterRef("pk"))
        raised = events.filter(action__in=_RAISED).order_by("-pk")
        settled = events.filter(action__in=_SETTLED).order_by("-pk")
        photos = EventPhoto.objects.filter(event__order=OuterRef("pk")).order_by().values("event__order")
        return (
            super()
            .get_base_queryset()
            .filter(concerns.about(concerns.Concern.WAS_DISPUTED, now=timezone.now()))
            .annotate(
                raised_at=Subquery(raised.values("at")[:1]),
                claim=Subquery(raised.values("action")[:1]),
                raised_by=Subquery(raised.values("actor")[:1]),
                photo_count=Coalesce(Subquery(photos.annotate(n=Count("pk")).values("n")), 0),
                settled_by=Subquery(settled.values("person__name")[:1]),
            )
        )

    def waiting_first(self, queryset: Any) -> Any:
        """The oldest first."""
        return queryset.order_by("raised_at", "pk")


_RAISED_BY: dict[tuple[str, str], _StrPromise] = {
    (Action.OBJECT, Actor.BUYER): _("The buyer objects to the hand-over"),
    (Action.OBJECT, Actor.SELLER): _("The seller objects to the hand-over"),
    (Action.CONTRADICT, Actor.BUYER): _("The buyer contradicts a no-show"),
    (Action.CONTRADICT, Actor.SELLER): _("The seller contradicts a no-show"),
}


def _about(order: Any) -> str:
    return str(_RAISED_BY[order.claim, order.raised_by])


DISPUTE_COLUMNS = (
    _NUMBER,
    Column("claim", label=_("About"), accessor=_about, sort_key="claim"),
    AgeColumn("age", label=_("Waits for"), accessor="raised_at", sort_key="raised_at"),
    _WHAT,
    *_PEOPLE,
    _AMOUNT,
    NumberColumn("photo_count", label=_("Photos"), sort_key="photo_count"),
    _DEADLINE,
    Column("settled_by", label=_("Decided by"), sort_key="settled_by"),
)
