"""The Django application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the application."""

    name = "cms.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
