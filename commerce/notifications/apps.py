"""The Django application."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Registers the application."""

    name = "commerce.notifications"
    label = "shop_notifications"

    def ready(self) -> None:
        """Let the clock see to what waits."""
        from commerce.catalog import do_when_due  # noqa: PLC0415 (models are not there before)
        from commerce.notifications.tasks import enqueue_sweep  # noqa: PLC0415 (as above)

        do_when_due(enqueue_sweep)
