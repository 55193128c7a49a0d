"""The Django application."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Registers the application."""

    name = "cms.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"
