"""The Django application."""

from django.apps import AppConfig

from commerce.me import count_as
from commerce.notifications.kinds import may_be_declined
from commerce.theme import later


class ConversationsConfig(AppConfig):
    """Registers the application."""

    name = "commerce.conversations"
    label = "shop_conversations"

    def ready(self) -> None:
        """Count in the header, and let people do without mails about messages."""
        from commerce.catalog import do_when_due  # noqa: PLC0415 (models are loaded only now)
        from commerce.conversations.counting import count_unread  # noqa: PLC0415 (as above)
        from commerce.conversations.leaving import forget_unsent_photos  # noqa: PLC0415 (as above)

        do_when_due(forget_unsent_photos)
        count_as("messages", count_unread)
        may_be_declined("message-received", later("New messages"))
