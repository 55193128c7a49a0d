"""What a conversation is about, in words and as a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commerce.catalog import listings

if TYPE_CHECKING:
    from cms.contract.records import ListingRecord
    from commerce.conversations.models import Conversation


def title_of(conversation: Conversation) -> str:
    """The title of the listing, or the number of the order."""
    if conversation.order is not None:
        return conversation.order.label
    return conversation.listing.title if conversation.listing is not None else ""


def record_of(conversation: Conversation) -> ListingRecord | None:
    """The listing as its page shows it; None when it has none, or for an order."""
    return listings([conversation.listing_id]).get(conversation.listing_id) if conversation.listing_id else None


def path_of(conversation: Conversation, record: ListingRecord | None) -> str:
    """Where it can be looked at; empty when nowhere any more."""
    if conversation.order is not None:
        return conversation.order.path
    return record.path if record is not None else ""
