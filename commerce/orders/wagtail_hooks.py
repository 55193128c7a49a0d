"""Orders in Wagtail's admin: what there is, what is disputed, and what the team decides."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from commerce.kept_rows import KeptRows
from commerce.orders import wording
from commerce.orders.decisions import OperatorForm
from commerce.orders.errors import ActionRefused, OrderStateConflict
from commerce.orders.machine import OPEN_STATES, State
from commerce.orders.models import EventPhoto, Order
from commerce.orders.services import act
from commerce.orders.showing import timeline
from commerce.photo_showing import photo_response

register_permission_policy(Order, KeptRows(Order), exact_class=True)


def _total(order: Order) -> str:
    return f"€{order.total.euros:,}"


def _outcome(order: Order) -> str:
    return wording.outcome(order.state, order.reason)


class OrderIndexView(IndexView):  # type: ignore[misc]  # Wagtail has no types.
    """Disputes first, the oldest of them at the top; then the newest orders."""

    page_title = "Orders"

    def get_base_queryset(self) -> Any:
        """With what the order of the rows needs."""
        disputed_first = Case(When(state=State.DISPUTED, then=Value(0)), default=Value(1), output_field=IntegerField())
        return super().get_base_queryset().annotate(disputed_first=disputed_first)

    def order_queryset(self, queryset: Any) -> Any:
        """As asked, or by what waits for the team."""
        return super().order_queryset(queryset) if self.ordering else queryset.order_by("disputed_first", "-number")

    def get_default_ordering(self) -> None:
        """None of Wagtail's own."""


class OrderView(EditView):  # type: ignore[misc]  # As above.
    """An order with its whole history, and the form of what the team can do with it."""

    template_name = "shop_orders/decide.html"
    submit_button_label = "Decide"
    submit_button_active_label = "Deciding…"
    success_message = "Decided. Both sides get a mail."

    def get_form_class(self) -> type[OperatorForm]:
        """The decision."""
        return OperatorForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the decision is about."""
        order = self.object
        return {
            **super().get_context_data(**kwargs),
            "waits": order.state in OPEN_STATES,
            "outcome": _outcome(order),
            "total": _total(order),
            "lines": order.lines.all(),
            "meetings": order.appointments.all(),
            "timeline": timeline(order),
        }

    def form_valid(self, form: OperatorForm) -> HttpResponse:
        """Decide, or say why not."""
        try:
            response: HttpResponse = super().form_valid(form)
        except (ActionRefused, OrderStateConflict) as refused:
            words = "The order has moved on meanwhile." if isinstance(refused, OrderStateConflict) else str(refused)
            form.add_error(None, words)
            self.produced_error_message = words
            refusal: HttpResponse = self.form_invalid(form)
            return refusal
        return response

    def save_instance(self) -> Order:
        """Decide."""
        given = self.form.cleaned_data
        return act(
            self.object.pk,
            given["action"],
            now=timezone.now(),
            person_id=self.request.user.pk,
            as_operator=True,
            note=given["note"],
        )


class OrderViewSet(ModelViewSet):  # type: ignore[misc]  # As above.
    """Orders in the admin."""

    model = Order
    icon = "clipboard-list"
    menu_label = "Orders"
    menu_name = "orders"
    menu_order = 240
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = OrderIndexView
    edit_view_class = OrderView
    edit_template_name = "shop_orders/decide.html"
    form_fields = ()
    search_fields = ("number", "buyer_name", "seller_name", "buyer__email", "seller__email", "lines__title")
    list_filter = ("state", "reason", "placed_at")
    list_export = ("number", "state", "reason", "buyer_name", "seller_name", "total_cents", "placed_at", "received_at")
    list_display = (
        "label",
        Column("outcome", label="State", accessor=_outcome, sort_key="state"),
        Column("buyer_name", label="Buyer", sort_key="buyer_name"),
        Column("seller_name", label="Seller", sort_key="seller_name"),
        Column("total", label="Total", accessor=_total, sort_key="total_cents"),
        DateColumn("placed_at", label="Placed", sort_key="placed_at"),
        DateColumn("deadline", label="Deadline", sort_key="deadline"),
    )


@require_safe
def photo(request: HttpRequest, number: int) -> HttpResponse:
    """A photo of a dispute, for those who decide."""
    found = EventPhoto.objects.filter(pk=number, event__isnull=False).first()
    if found is None or not KeptRows(Order).user_has_permission(request.user, "change"):
        raise Http404
    return photo_response(found)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # As above.
def register_photos() -> list[URLPattern]:
    """The photos that both sides sent."""
    return [path("orders/photo/<int:number>/", photo, name="order_event_photo")]


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # As above.
def register_orders() -> OrderViewSet:
    """The section of orders."""
    return OrderViewSet("shop_orders", url_prefix="orders")
