"""The Django application."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registers the application."""

    name = "commerce.reports"
    label = "shop_reports"

    def ready(self) -> None:
        """Let the admin's list of listings show those that are reported."""
        from commerce.catalog import mark_listings  # noqa: PLC0415 (models can be imported only now)
        from commerce.reports.marks import REPORTED  # noqa: PLC0415 (as above)

        mark_listings(REPORTED)
