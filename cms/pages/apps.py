"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class PagesConfig(AppConfig):
    """Registers the application, its start-up check, and what follows each migration."""

    name = "cms.pages"
    label = "shop_pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what Django calls."""
        from cms.pages import signal_handlers  # noqa: PLC0415  (It imports models.)
        from cms.pages.checks import check_reserved_addresses  # noqa: PLC0415  (As above.)

        checks.register(check_reserved_addresses, checks.Tags.database)
        post_migrate.connect(signal_handlers.after_migrate, sender=self)
