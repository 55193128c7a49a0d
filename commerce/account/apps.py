"""The Django application."""

from django.apps import AppConfig


class AccountConfig(AppConfig):
    """Registers the application."""

    name = "commerce.account"
    label = "shop_account"
