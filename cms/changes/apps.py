"""The Django application."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """Registers the application."""

    name = "cms.changes"
    label = "changes"
    default_auto_field = "django.db.models.BigAutoField"
