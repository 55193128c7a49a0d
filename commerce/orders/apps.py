"""The Django application."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Registers the application."""

    name = "commerce.orders"
    label = "shop_orders"
