"""The Django application."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Registers the application."""

    name = "commerce.conversations"
    label = "shop_conversations"
