"""The Django application."""

from django.apps import AppConfig


class CommerceConfig(AppConfig):
    """Registers the application."""

    name = "commerce"
