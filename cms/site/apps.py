"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SiteConfig(AppConfig):
    """Registers the application and what follows each migration."""

    name = "cms.site"
    label = "shop_site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what Django calls."""
        from cms.site import signal_handlers  # noqa: PLC0415  (It imports models.)

        post_migrate.connect(signal_handlers.after_migrate, sender=self)
