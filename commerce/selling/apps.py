"""The Django application."""

from django.apps import AppConfig


class SellingConfig(AppConfig):
    """Registers the application."""

    name = "commerce.selling"
    label = "shop_selling"
