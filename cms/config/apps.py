"""The Django application of the settings: start-up checks."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the start-up checks."""

    name = "cms.config"
    label = "config"
