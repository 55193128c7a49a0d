"""What commerce tells the admin's dashboard: deals and their cash, no-shows, searches, and what waits for the team."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.api import figures
from cms.api.figures import Number, Row, Table, Waiting, compared
from cms.contract.money import Money
from commerce.notifications.models import Notification
from commerce.orders.admin import words
from commerce.orders.machine import Reason, State
from commerce.orders.models import Order
from commerce.reports.models import Report
from commerce.search.searched import searched_without_result

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from cms.accounts.models import User
    from cms.api.figures import Period

_NO_SHOWS = (Reason.NO_SHOW_BUYER, Reason.NO_SHOW_SELLER)
_SEE_ORDERS = "shop_orders.view_order"
_DECIDE_ORDERS = "shop_orders.change_order"
_RECENT = timedelta(days=30)


def register() -> None:
    """Add it all to the dashboard."""
    figures.register_numbers(deals, permission=_SEE_ORDERS, order=20)
    figures.register_table(
        Table(
            name="orders-by-state",
            heading=_("Orders by state"),
            columns=(_("State"), _("Ordered in this time"), _("The time before")),
            rows=orders_by_state,
            permission=_SEE_ORDERS,
            empty=_("Nothing was ordered in this time."),
            order=20,
        )
    )
    figures.register_table(
        Table(
            name="searches-without-result",
            heading=_("Searches without a result"),
            columns=(_("Words"), _("Searches")),
            rows=searches,
            empty=_("All that was searched for was found."),
            order=90,
        )
    )
    figures.register_waiting(disputes, permission=_DECIDE_ORDERS)
    figures.register_waiting(reports, permission="shop_reports.change_report")
    figures.register_waiting(mails, permission="shop_notifications.view_notification")


def deals(period: Period) -> Iterator[Number]:
    """Orders, what came of them, and what changed hands."""
    index = reverse("shop_orders:index")
    now, before = compared(Order.objects.order_by(), "placed_at", period)
    yield Number(label=_("Orders"), now=now, before=before, url=index)
    done = Order.objects.order_by().filter(received_at__isnull=False)
    now, before = compared(done, "received_at", period)
    yield Number(label=_("Completed deals"), now=now, before=before, url=f"{index}?state=completed")
    now, before = compared(done, "received_at", period, lambda among: Sum("received_cents", filter=among))
    yield Number(label=_("Cash that changed hands"), now=now, before=before, show=_amount, exported=_euros)
    absent = Order.objects.order_by().filter(state=State.CANCELLED, reason__in=_NO_SHOWS)
    now, before = compared(absent, "changed_at", period)
    yield Number(label=_("No-shows"), now=now, before=before, less_is_better=True)


def _amount(cents: int) -> str:
    return words.amount(Money(cents))


def _euros(cents: int) -> Decimal:
    return Money(cents).euros


def orders_by_state(period: Period, _most: int) -> list[Row]:
    """Where the orders of this time stand now, and those of the time before."""
    rows = (
        Order.objects.order_by()
        .filter(placed_at__gte=period.before_since, placed_at__lte=period.until)
        .values_list("state")
        .annotate(
            now=Count("pk", filter=Q(placed_at__gte=period.since)),
            before=Count("pk", filter=Q(placed_at__lt=period.before_until)),
        )
    )
    found = {state: (now, before) for state, now, before in rows}
    index = reverse("shop_orders:index")
    return [
        Row(str(words.STATES[state]), found[state], f"{index}?state={state.value}")
        for state in State
        if any(found.get(state, ()))
    ]


def searches(period: Period, most: int) -> list[Row]:
    """What people miss."""
    return [Row(one.words, (one.count,)) for one in searched_without_result(period.span.first, most)]


def disputes(_user: User) -> Iterator[Waiting]:
    """Orders on which the team decides."""
    count = Order.objects.filter(state=State.DISPUTED).count()
    yield Waiting(label=_("Disputes"), count=count, url=reverse("shop_disputes:index"))


def reports(_user: User) -> Iterator[Waiting]:
    """What was reported, and who says that a decision was wrong."""
    index = reverse("reports_queue:index")
    count = Report.objects.filter(decision=Report.Decision.OPEN).count()
    yield Waiting(label=_("Reports"), count=count, url=f"{index}?waits=decision")
    count = Report.objects.filter(appeal=Report.Appeal.OPEN).count()
    yield Waiting(label=_("Appeals"), count=count, url=f"{index}?waits=appeal")


def mails(_user: User) -> Iterator[Waiting]:
    """Those that could not be sent, after all tries."""
    count = Notification.objects.filter(state=Notification.State.FAILED).count()
    yield Waiting(label=_("Mails that failed"), count=count, url=f"{reverse('mails:index')}?state=failed")
