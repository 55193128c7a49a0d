"""The Django application."""

from django.apps import AppConfig


class PanelConfig(AppConfig):
    """Registers the application."""

    name = "cms.panel"
    label = "panel"
