"""The Django application."""

from django.apps import AppConfig

from commerce.me import count_as


class CartConfig(AppConfig):
    """Registers the application."""

    name = "commerce.cart"
    label = "shop_cart"

    def ready(self) -> None:
        """Count in the header, and join carts when somebody logs in."""
        from commerce.cart.joining import join_at_log_in  # noqa: PLC0415 (models are loaded only now)
        from commerce.cart.services import count  # noqa: PLC0415 (as above)

        count_as("cart", count)
        join_at_log_in()
