"""Conversations as the list of somebody shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Max

from commerce.catalog import listings
from commerce.conversations.counting import unread_by_conversation
from commerce.conversations.models import Message
from commerce.conversations.names import shown_names
from commerce.conversations.subjects import title_of

if TYPE_CHECKING:
    from cms.contract.records import ListingRecord
    from commerce.conversations.models import Conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A conversation with its newest message. `listing` is None when it has no page, and for an order."""

    path: str
    title: str
    other: str
    text: str
    is_own: bool
    at: datetime
    unread: int
    listing: ListingRecord | None


def entries_of(user_id: int, conversations: Sequence[Conversation]) -> list[Entry]:
    """These conversations, as this person sees them; a few queries for all of them."""
    newest = _newest([one.pk for one in conversations])
    unread = unread_by_conversation(user_id)
    records = listings([one.listing_id for one in conversations if one.listing_id is not None])
    others = {one.pk: one.seller if user_id == one.asker_id else one.asker for one in conversations}
    names = shown_names(others.values())
    return [
        Entry(
            path=one.path,
            title=title_of(one),
            other=names[others[one.pk].pk],
            text=newest[one.pk].text if one.pk in newest else "",
            is_own=one.pk in newest and newest[one.pk].sender_id == user_id,
            at=one.written_at,
            unread=unread.get(one.pk, 0),
            listing=records.get(one.listing_id or 0),
        )
        for one in conversations
    ]


def _newest(conversation_ids: list[int]) -> dict[int, Message]:
    rows = Message.objects.filter(conversation_id__in=conversation_ids).order_by().values("conversation_id")
    newest = rows.annotate(newest=Max("pk")).values("newest")
    return {one.conversation_id: one for one in Message.objects.filter(pk__in=newest)}
