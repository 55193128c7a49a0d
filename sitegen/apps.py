"""The Django application."""

from django.apps import AppConfig


class SitegenConfig(AppConfig):
    """Registers the application."""

    name = "sitegen"

    def ready(self) -> None:
        """Keep the photos that a release shows which one may go back to."""
        from cms.api.photos import spare  # noqa: PLC0415 (models can be imported only now)
        from sitegen.wiring import photos_of_releases  # noqa: PLC0415 (as above)

        spare(photos_of_releases, files=True)
