"""The Django application."""

from django.apps import AppConfig

from commerce.me import count_as


class CartConfig(AppConfig):
    """Registers the application."""

    name = "commerce.cart"
    label = "shop_cart"

    def ready(self) -> None:
        """Count in the header, join carts when somebody logs in, forget those that nobody comes back to."""
        from commerce.cart.joining import join_at_log_in  # noqa: PLC0415 (models are loaded only now)
        from commerce.cart.services import count, forget_old  # noqa: PLC0415 (as above)
        from commerce.catalog import do_when_due  # noqa: PLC0415 (as above)

        count_as("cart", count)
        do_when_due(forget_old)
        join_at_log_in()
