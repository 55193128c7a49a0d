"""The Django application."""

from django.apps import AppConfig


class CommerceConfig(AppConfig):
    """Registers the application."""

    name = "commerce"

    def ready(self) -> None:
        """Models are there only now."""
        from commerce.leaving import register  # noqa: PLC0415

        register()
