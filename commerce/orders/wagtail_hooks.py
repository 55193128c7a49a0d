"""Orders in Wagtail's admin: what there is, what is disputed, and what the team decides."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.permissions import register_permission_policy

from commerce.kept_rows import KeptRows
from commerce.orders.admin import sides, words
from commerce.orders.admin.lists import DISPUTE_COLUMNS, ORDER_COLUMNS, DisputeIndexView, OrderIndexView
from commerce.orders.admin.order_view import LANGUAGES, LOGGED, OrderView
from commerce.orders.admin.places import SafePlaceViewSet
from commerce.orders.models import DecisionText, EventPhoto, Order
from commerce.photo_showing import photo_response

register_permission_policy(Order, KeptRows(Order), exact_class=True)


def _languages(text: DecisionText) -> str:
    return ", ".join(str(LANGUAGES[one]) for one in text.texts())


class OrderViewSet(ModelViewSet):  # type: ignore[misc]  # As above.
    """Orders in the admin."""

    model = Order
    icon = "clipboard-list"
    menu_label = _("All orders")
    menu_name = "orders"
    menu_order = 240
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = OrderIndexView
    edit_view_class = OrderView
    form_fields = ()
    search_fields = ("number",)
    """Wagtail asks whether there are any; OrderIndexView searches by itself."""
    list_per_page = 25
    list_display = ORDER_COLUMNS


class DisputeMenuItem(MenuItem):  # type: ignore[misc]  # As above.
    """Shown to those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """As for the list of orders."""
        needed = DisputeIndexView.any_permission_required
        return KeptRows(Order).user_has_any_permission(request.user, needed)


class DisputeViewSet(ViewSet):  # type: ignore[misc]  # As above.
    """The queue of disputes: a list alone, whose rows lead to the pages of the orders."""

    icon = "warning"
    menu_label = _("Disputes")
    menu_name = "disputes"
    menu_item_class = DisputeMenuItem
    menu_order = 245
    add_to_admin_menu = True

    def _index(self, **more: Any) -> Any:
        return self.construct_view(
            DisputeIndexView,
            model=Order,
            header_icon=self.icon,
            list_display=DISPUTE_COLUMNS,
            paginate_by=25,
            search_fields=OrderViewSet.search_fields,
            index_url_name=self.get_url_name("index"),
            index_results_url_name=self.get_url_name("index_results"),
            **more,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, and what replaces its rows while somebody types."""
        return [
            path("", self._index(), name="index"),
            path("results/", self._index(results_only=True), name="index_results"),
        ]


@require_safe
def photo(request: HttpRequest, number: int) -> HttpResponse:
    """A photo of a dispute, for those who decide."""
    found = EventPhoto.objects.filter(pk=number, event__isnull=False).first()
    if found is None or not KeptRows(Order).user_has_permission(request.user, "change"):
        raise Http404
    return photo_response(found)


class DecisionTextViewSet(ModelViewSet):  # type: ignore[misc]  # As above.
    """The texts that the team keeps for its decisions."""

    model = DecisionText
    icon = "doc-full"
    menu_label = _("Texts for decisions")
    menu_name = "decision-texts"
    menu_order = 260
    add_to_admin_menu = True
    add_to_reference_index = False
    form_fields = ("name", "action", "text_en", "text_de")
    search_fields = ("name", "text_en", "text_de")
    list_filter = ("action",)
    list_display = (
        "name",
        Column("action", accessor="get_action_display", label=_("For"), sort_key="action"),
        Column("languages", accessor=_languages, label=_("Languages")),
    )


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # As above.
def register_pages() -> list[URLPattern]:
    """The photos that both sides sent, and the pages of an order as its two sides see them."""
    return [
        path("orders/photo/<int:number>/", photo, name="order_event_photo"),
        path("orders/as-buyer/<int:number>/", sides.as_buyer, name="order_as_buyer"),
        path("orders/as-seller/<int:number>/", sides.as_seller, name="order_as_seller"),
        path("orders/receipt/<int:number>/", sides.receipt, name="order_receipt_for_team"),
    ]


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]  # As above.
def register_log_actions(actions: LogActionRegistry) -> None:
    """What the history of an order calls what the team did."""

    @actions.register_action(LOGGED)
    class ActFormatter(LogFormatter):  # type: ignore[misc]  # As above.
        label = _("Act as the team")

        def format_message(self, log_entry: Any) -> str:
            """What was done, and why."""
            told = log_entry.data
            return gettext("%(done)s: %(reason)s") % {
                "done": words.event_name(told.get("action", "")),
                "reason": told.get("reason", ""),
            }


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # As above.
def register_orders() -> list[ViewSet]:
    """The section of orders."""
    return [
        OrderViewSet("shop_orders", url_prefix="orders"),
        DisputeViewSet("shop_disputes", url_prefix="disputes"),
        DecisionTextViewSet("decision_texts", url_prefix="decision-texts"),
        SafePlaceViewSet("safe_places", url_prefix="safe-places"),
    ]
