"""The Django application."""

from django.apps import AppConfig


class CartConfig(AppConfig):
    """Registers the application."""

    name = "commerce.cart"
    label = "shop_cart"
