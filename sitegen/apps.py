"""The Django application."""

from django.apps import AppConfig


class SitegenConfig(AppConfig):
    """Registers the application."""

    name = "sitegen"
