"""How much somebody may write: far more than a person needs, far less than who sends advertisements wants."""

from __future__ import annotations

from datetime import datetime, timedelta

from commerce.conversations.errors import TooManyMessages
from commerce.conversations.models import Conversation, Message
from commerce.theme import translate

MESSAGES_AN_HOUR = 60
NEW_CONVERSATIONS_A_DAY = 20
SAME_TEXT_A_DAY = 3
"""So many different people may get the same words in a day."""

_SHORT = 20
"""Words as short as "Is it still there?" are the same by chance."""


def refuse_flood(sender_id: int, text: str, *, conversation_id: int, now: datetime) -> None:
    """Raises TooManyMessages. `conversation_id` is 0 for one that is about to begin. The caller has locked
    the sender, so that counting is true.
    """
    day = now - timedelta(days=1)
    written = Message.objects.filter(sender_id=sender_id)
    if written.filter(written_at__gt=now - timedelta(hours=1)).count() >= MESSAGES_AN_HOUR:
        raise TooManyMessages(translate("That is a lot of messages in a short time. Please try again in an hour."))
    begun = Conversation.objects.filter(asker_id=sender_id, began_at__gt=day, listing__isnull=False)
    if not conversation_id and begun.count() >= NEW_CONVERSATIONS_A_DAY:
        raise TooManyMessages(
            translate("You have written to many sellers today. You can write to further ones from tomorrow on.")
        )
    same = written.filter(written_at__gt=day, text=text).exclude(conversation_id=conversation_id)
    if len(text) > _SHORT and same.values("conversation_id").distinct().count() >= SAME_TEXT_A_DAY:
        raise TooManyMessages(
            translate("You have sent these words to several people. Please write to each in your own.")
        )
