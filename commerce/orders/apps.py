"""The Django application."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Lets the clock end what runs out."""

    name = "commerce.orders"
    label = "shop_orders"

    def ready(self) -> None:
        """Models are there only now."""
        from commerce.catalog import account_for_stock, begin_days_in, do_when_due, spare_pictures  # noqa: PLC0415
        from commerce.notifications.enclosures import enclose  # noqa: PLC0415
        from commerce.notifications.late import fill_in  # noqa: PLC0415
        from commerce.orders.calendar import enclosed_calendar  # noqa: PLC0415
        from commerce.orders.holding import held_by_orders  # noqa: PLC0415
        from commerce.orders.kept_photos import ordered_photos  # noqa: PLC0415
        from commerce.orders.leaving import forget_unsent_photos  # noqa: PLC0415
        from commerce.orders.models import CashSettings  # noqa: PLC0415
        from commerce.orders.services import run_due  # noqa: PLC0415
        from commerce.orders.services.letters import code_in  # noqa: PLC0415

        account_for_stock(held_by_orders)
        begin_days_in(lambda: CashSettings.load().zone)
        do_when_due(run_due)
        do_when_due(forget_unsent_photos)
        spare_pictures(ordered_photos)
        fill_in("code", code_in)
        enclose("meeting-agreed", enclosed_calendar)
        enclose("order-cancelled", enclosed_calendar)
