"""Conversations about listings and orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from commerce.api import shapes
from commerce.api.doors import door
from commerce.api.given import FirstMessage, Id, MessageGiven, PageAsked, SeenGiven
from commerce.api.paging import paged, part_of
from commerce.api.problems import not_found, wrong_fields
from commerce.api.rates import Rate
from commerce.conversations import services
from commerce.conversations.entries import entries_of
from commerce.conversations.forms import MessageForm
from commerce.conversations.models import Conversation
from commerce.theme import translate

router = Router(auth=door("messages"), throttle=Rate(), tags=["Messages"])

NEWEST = 200


@router.get("/messages", response=shapes.Page[shapes.Conversation])
def list_conversations(request: HttpRequest, response: HttpResponse, asked: Query[PageAsked]) -> Any:
    """One's conversations, the one with the newest message first."""
    rows = _all(request)
    told = _told(request, list(part_of(rows, asked)))
    return paged(request, response, asked, [shapes.Conversation(**one) for one in told], rows.count())


@router.post("/messages", response={201: shapes.Talk})
def begin_conversation(request: HttpRequest, response: HttpResponse, given: FirstMessage) -> Any:
    """Write to the seller of a listing, or to the other side of an order; an open conversation goes on."""
    user_id, now, text = int(request.user.pk or 0), timezone.now(), _text(given)
    if (given.listing is None) == (given.order is None):
        raise wrong_fields({"listing": [translate("Name a listing or an order.")]})
    if given.listing is not None:
        message = services.ask_about_listing(user_id, given.listing, text, now=now)
    else:
        message = services.ask_about_order(user_id, int(str(given.order)[2:]), text, now=now)
    response["Location"] = f"/api/messages/{message.conversation_id}"
    return _talk(request, message.conversation_id)


@router.get("/messages/{conversation_id}", response=shapes.Talk)
def get_conversation(request: HttpRequest, conversation_id: Id) -> Any:
    """A conversation with its newest 200 messages. Marks nothing as read."""
    return _talk(request, conversation_id)


@router.post("/messages/{conversation_id}", response={201: shapes.Talk})
def write_message(request: HttpRequest, conversation_id: Id, given: MessageGiven) -> Any:
    """Answer."""
    services.write(int(request.user.pk or 0), conversation_id, _text(given), now=timezone.now())
    return _talk(request, conversation_id)


@router.put("/messages/{conversation_id}/seen", response={204: None})
def mark_as_seen(request: HttpRequest, conversation_id: Id, given: SeenGiven) -> Any:
    """Note that everything up to this message was on the person's screen."""
    found = _all(request).filter(pk=conversation_id).annotate(newest=Max("messages__pk")).first()
    if found is None:
        raise not_found()
    services.see(int(request.user.pk or 0), conversation_id, min(given.message, found.newest or 0))


def _all(request: HttpRequest) -> Any:
    own = Conversation.objects.of(int(request.user.pk or 0))
    return own.select_related("asker", "seller", "listing", "order")


def _text(given: MessageGiven) -> str:
    """As the form of the page takes it. Raises Problem."""
    form = MessageForm({"text": given.text})
    if not form.is_valid():
        raise wrong_fields({"text": [str(one) for one in form.errors.get("text", [])]})
    return str(form.cleaned_data["text"])


def _talk(request: HttpRequest, conversation_id: int) -> shapes.Talk:
    found = _all(request).filter(pk=conversation_id).first()
    if found is None:
        raise not_found()
    newest = list(found.messages.order_by("-pk").prefetch_related("photos")[:NEWEST])[::-1]
    return shapes.Talk(
        **_told(request, [found])[0],
        messages=[
            shapes.Message(
                id=one.pk,
                is_own=one.sender_id == request.user.pk,
                text=one.text,
                photos=len(one.photos.all()),
                written_at=one.written_at,
            )
            for one in newest
        ],
    )


def _told(request: HttpRequest, conversations: Sequence[Conversation]) -> list[dict[str, Any]]:
    entries = entries_of(int(request.user.pk or 0), conversations)
    return [
        {
            "id": one.pk,
            "about": entry.title,
            "listing": one.listing_id,
            "order": one.order.label if one.order is not None else None,
            "other": entry.other,
            "unread": entry.unread,
            "written_at": one.written_at,
            "newest": entry.text,
        }
        for one, entry in zip(conversations, entries, strict=True)
    ]
