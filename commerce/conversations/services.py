"""What changes conversations: beginning one, writing, seeing, blocking."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction

from commerce.catalog import listings
from commerce.conversations.errors import Blocked, NothingToTalkAbout, NotYourConversation
from commerce.conversations.limits import refuse_flood
from commerce.conversations.models import Block, Conversation, Message, MessagePhoto
from commerce.conversations.names import shown_name
from commerce.conversations.subjects import title_of
from commerce.notifications.services import notify
from commerce.orders.models import Order
from commerce.photo_intake import MOST, unsent
from commerce.theme import translate

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_TWICE = timedelta(minutes=1)
"""The same words again within this time are a button pressed twice."""


@transaction.atomic
def ask_about_listing(
    asker_id: int, listing_id: int, text: str, *, now: datetime, photo_ids: Collection[int] = ()
) -> Message:
    """Write to the seller of a listing; the conversation is made when there is none yet.

    Raises NothingToTalkAbout for a listing without a page and for one's own, and what `write` raises.
    """
    sender = _locked(asker_id)
    conversation = Conversation.objects.filter(listing_id=listing_id, asker_id=asker_id).first()
    if conversation is None:
        listing = listings([listing_id]).get(listing_id)
        if listing is None or listing.seller_id == asker_id:
            raise NothingToTalkAbout
        _refuse_blocked(asker_id, listing.seller_id)
        refuse_flood(asker_id, text, conversation_id=0, now=now)
        conversation = Conversation.objects.create(
            listing_id=listing_id, asker_id=asker_id, seller_id=listing.seller_id, began_at=now, written_at=now
        )
    return _written(sender, conversation.pk, text, now=now, photo_ids=photo_ids)


@transaction.atomic
def ask_about_order(
    sender_id: int, number: int, text: str, *, now: datetime, photo_ids: Collection[int] = ()
) -> Message:
    """Write to the other side of an order.

    Raises NothingToTalkAbout when it is not an order of this person, and what `write` raises.
    """
    sender = _locked(sender_id)
    # Locked, so that both sides cannot begin the same conversation at once.
    order = Order.objects.select_for_update(no_key=True).filter(number=number).first()
    if order is None or sender_id not in {order.buyer_id, order.seller_id}:
        raise NothingToTalkAbout
    conversation, _ = Conversation.objects.get_or_create(
        order=order,
        defaults={"asker_id": order.buyer_id, "seller_id": order.seller_id, "began_at": now, "written_at": now},
    )
    return _written(sender, conversation.pk, text, now=now, photo_ids=photo_ids)


@transaction.atomic
def write(
    sender_id: int, conversation_id: int, text: str, *, now: datetime, photo_ids: Collection[int] = ()
) -> Message:
    """Answer in a conversation. The same words and photos at once again are one message.

    `photo_ids` are photos of the sender that wait to be sent; of others, and of more than three, none goes with it.

    Raises NotYourConversation, Blocked and TooManyMessages.
    """
    return _written(_locked(sender_id), conversation_id, text, now=now, photo_ids=photo_ids)


def see(user_id: int, conversation_id: int, message_id: int) -> None:
    """Note that everything up to this message was on somebody's screen."""
    for side in ("asker", "seller"):
        mine: Mapping[str, Any] = {f"{side}_id": user_id, f"{side}_saw__lt": message_id}
        Conversation.objects.filter(pk=conversation_id, **mine).update(**{f"{side}_saw": message_id})


def block(user_id: int, conversation_id: int, *, now: datetime) -> None:
    """Take no more messages from the other one, in any conversation. Raises NotYourConversation."""
    Block.objects.get_or_create(by_id=user_id, person_id=_other(user_id, conversation_id), defaults={"at": now})


def unblock(user_id: int, conversation_id: int) -> None:
    """Take messages from the other one again. Raises NotYourConversation."""
    Block.objects.filter(by_id=user_id, person_id=_other(user_id, conversation_id)).delete()


def _other(user_id: int, conversation_id: int) -> int:
    conversation = Conversation.objects.filter(pk=conversation_id).first()
    if conversation is None or user_id not in {conversation.asker_id, conversation.seller_id}:
        raise NotYourConversation
    return conversation.other_than(user_id)


def _locked(user_id: int) -> Any:
    """The sender, locked: two messages at once are counted one after the other."""
    return get_user_model().objects.select_for_update(no_key=True).get(pk=user_id)


def _written(sender: Any, conversation_id: int, text: str, *, now: datetime, photo_ids: Collection[int]) -> Message:
    conversation = Conversation.objects.select_for_update().filter(pk=conversation_id).first()
    if conversation is None or sender.pk not in {conversation.asker_id, conversation.seller_id}:
        raise NotYourConversation
    photos = list(unsent(MessagePhoto, sender.pk).filter(pk__in=list(photo_ids)[:MOST]))
    newest = conversation.messages.order_by("-pk").first()
    if newest is not None and newest.written_at > now - _TWICE and _is_same(newest, sender.pk, text, photos):
        return newest
    other_id = conversation.other_than(sender.pk)
    _refuse_blocked(sender.pk, other_id)
    refuse_flood(sender.pk, text, conversation_id=conversation.pk, now=now)
    has_unread = conversation.messages.filter(sender=sender, pk__gt=conversation.seen_by(other_id)).exists()
    message = Message.objects.create(conversation=conversation, sender=sender, text=text, written_at=now)
    MessagePhoto.objects.filter(pk__in=[one.pk for one in photos]).update(message=message)
    conversation.written_at = now
    setattr(conversation, conversation.saw_field(sender.pk), message.pk)
    conversation.save(update_fields=["written_at", conversation.saw_field(sender.pk)])
    if not has_unread:  # One mail until they have looked.
        _tell(other_id, sender, conversation, message)
    return message


def _is_same(message: Message, sender_id: int, text: str, photos: Sequence[MessagePhoto]) -> bool:
    if (message.sender_id, message.text) != (sender_id, text):
        return False
    return sorted(one.digest for one in message.photos.all()) == sorted(one.digest for one in photos)


def _refuse_blocked(sender_id: int, other_id: int) -> None:
    if Block.objects.filter(by_id=sender_id, person_id=other_id).exists():
        raise Blocked(translate("You have blocked this person. Unblock them first if you want to write to them."))
    if Block.objects.filter(by_id=other_id, person_id=sender_id).exists():
        raise Blocked(translate("This person takes no messages from you."))


def _tell(user_id: int, sender: Any, conversation: Conversation, message: Message) -> None:
    notify(
        user_id,
        "message-received",
        {
            "path": conversation.path,
            "about": title_of(conversation),
            "sender": shown_name(sender),
            "text": message.text,
        },
    )
