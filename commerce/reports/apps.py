"""The Django application."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registers the application."""

    name = "commerce.reports"
    label = "shop_reports"
