"""The Django application."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Registers the application."""

    name = "cms.operations"
    label = "operations"
    default_auto_field = "django.db.models.BigAutoField"
