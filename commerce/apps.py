"""The Django application."""

from django.apps import AppConfig


class CommerceConfig(AppConfig):
    """Registers the application."""

    name = "commerce"

    def ready(self) -> None:
        """Models are there only now."""
        from commerce import directory, figures, leaving, sheets  # noqa: PLC0415

        directory.register()
        figures.register()
        leaving.register()
        sheets.register()
