"""The Django application of the settings: start-up checks and the table of the cache."""

from django.apps import AppConfig

from cms.config.checks import register_checks
from cms.config.signal_handlers import connect


class ConfigConfig(AppConfig):
    """Registers the start-up checks and asks for the table of the cache."""

    name = "cms.config"
    label = "config"

    def ready(self) -> None:
        """Everything is loaded; nothing has been asked of the database yet."""
        register_checks()
        connect()
