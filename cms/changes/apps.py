"""The Django application."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """Registers the application and keeps the triggers in step with the tables."""

    name = "cms.changes"
    label = "changes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take the triggers out before each migration and put them in after it."""
        from cms.changes.signal_handlers import connect  # noqa: PLC0415 (models can be imported only now)

        connect(self)
