"""Messages in somebody's own data, and what of them goes with a person: what was written stays with who read it."""

from __future__ import annotations

from typing import Any

from commerce.conversations.models import Block, Message


def messages_of(user_id: int) -> list[dict[str, Any]]:
    """All that a person wrote."""
    found = Message.objects.filter(sender=user_id).order_by("pk")
    return [dict(one) for one in found.values("conversation_id", "written_at", "text")]


def forget_blocks(user_id: int) -> None:
    """Nobody is there any more to be left alone."""
    Block.objects.filter(by=user_id).delete()
    Block.objects.filter(person=user_id).delete()
