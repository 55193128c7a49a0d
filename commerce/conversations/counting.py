"""What somebody has not read yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from commerce.conversations.models import Message

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


def unread_messages(user_id: int) -> QuerySet[Message]:
    """Messages to this person that were not on their screen."""
    asked = Q(conversation__asker_id=user_id, pk__gt=F("conversation__asker_saw"))
    answered = Q(conversation__seller_id=user_id, pk__gt=F("conversation__seller_saw"))
    return Message.objects.filter(asked | answered).exclude(sender_id=user_id)


def unread_by_conversation(user_id: int) -> dict[int, int]:
    """How many there are in each conversation that has any."""
    rows = unread_messages(user_id).order_by().values_list("conversation_id").annotate(count=Count("pk"))
    return dict(rows)


def count_unread(request: HttpRequest) -> int:
    """For the number in the header."""
    user_id = request.user.pk
    return unread_messages(user_id).count() if user_id is not None else 0
