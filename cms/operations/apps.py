"""The Django application."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Lets the clock make backups."""

    name = "cms.operations"
    label = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Models are there only now."""
        from cms.api import clock  # noqa: PLC0415
        from cms.operations.backup.runs import make_due  # noqa: PLC0415

        clock.register(make_due)
