"""The Django application."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Registers the application."""

    name = "cms.pages"
    label = "shop_pages"
    default_auto_field = "django.db.models.BigAutoField"
