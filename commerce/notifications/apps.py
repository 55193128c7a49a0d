"""The Django application."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Registers the application."""

    name = "commerce.notifications"
    label = "shop_notifications"
