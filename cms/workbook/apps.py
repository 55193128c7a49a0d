"""The Django application."""

from django.apps import AppConfig


class WorkbookConfig(AppConfig):
    """Registers the application."""

    name = "cms.workbook"
    label = "workbook"
    default_auto_field = "django.db.models.BigAutoField"
