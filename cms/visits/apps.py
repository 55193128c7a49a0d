"""The Django application."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Shows the views of each listing in the list of listings."""

    name = "cms.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Models are there only now."""
        from cms.catalog.admin.additions import add_column  # noqa: PLC0415
        from cms.visits.listings_column import VIEWS  # noqa: PLC0415

        add_column(VIEWS)
