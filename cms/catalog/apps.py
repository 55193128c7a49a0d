"""The Django application."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Registers the application."""

    name = "cms.catalog"
    label = "catalog"
    default_auto_field = "django.db.models.BigAutoField"
