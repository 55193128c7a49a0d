"""Messages in somebody's own data, and what of them goes with a person: what was written stays with who read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q

from commerce.conversations.models import Block, Message, MessagePhoto, PublicQuestion
from commerce.photo_intake import forget_unsent, unsent


def messages_of(user_id: int) -> list[dict[str, Any]]:
    """All that a person wrote."""
    found = Message.objects.filter(sender=user_id).order_by("pk")
    return [dict(one) for one in found.values("conversation_id", "written_at", "text")]


def public_questions_of(user_id: int) -> list[dict[str, Any]]:
    """What a person asked or answered for all to read."""
    asked = Q(message__conversation__asker=user_id) | Q(message__conversation__seller=user_id)
    found = PublicQuestion.objects.filter(asked).order_by("pk")
    return [
        {
            "conversation": one.message.conversation_id,
            "asked": one.message.conversation.asker_id == user_id,
            "question": one.question,
            "answer": one.answer,
            "state": one.state,
            "published_at": one.published_at,
        }
        for one in found.select_related("message__conversation")
    ]


def photos_of(user_id: int) -> Iterator[tuple[str, bytes]]:
    """All photos that a person sent, each with the name of its file."""
    for one in MessagePhoto.objects.filter(by=user_id, message__isnull=False).defer(None).iterator(chunk_size=10):
        yield f"message-{one.message_id}-{one.pk}.jpg", bytes(one.content)


def forget_unsent_photos(now: datetime) -> int:
    """Remove photos of messages that were never sent."""
    return forget_unsent(MessagePhoto, now)


def forget_blocks(user_id: int) -> None:
    """Nobody is there any more to be left alone, or to send what was not sent yet."""
    Block.objects.filter(by=user_id).delete()
    unsent(MessagePhoto, user_id).delete()
    Block.objects.filter(person=user_id).delete()
