"""What makes a question and its answer public, and what ends that. Every change tells the page of the listing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction

from cms.contract.records import QuestionRecord
from commerce.catalog import show_questions
from commerce.conversations.errors import MessageRefused, NotYourConversation
from commerce.conversations.models import Conversation, Message, PublicQuestion
from commerce.conversations.names import shown_name
from commerce.conversations.subjects import title_of
from commerce.notifications.services import notify
from commerce.theme import translate

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 20
"""On one page."""

_State = PublicQuestion.State


@transaction.atomic
def show_question(seller_id: int, message_id: int, *, question: str, answer: str, now: datetime) -> PublicQuestion:
    """Show a question that a seller got, with the answer, on the page of the listing; or change the words of both.

    Who asked is told the first time. Raises NotYourConversation for what is no question to this seller about a
    listing, and MessageRefused.
    """
    message = _question_to(seller_id, message_id)
    if message is None:
        raise NotYourConversation
    _lock(seller_id)
    known = PublicQuestion.objects.filter(message=message).first()
    if known is not None and not known.may_be_shown:
        raise MessageRefused(translate("This question was taken down. It cannot be shown again."))
    listing_id = message.conversation.listing_id or 0
    if _shown_at(listing_id).exclude(message=message).count() >= MOST:
        raise MessageRefused(translate("There are {count} questions on this listing. Withdraw one first.", count=MOST))
    fields = {"question": question, "answer": answer, "state": _State.SHOWN, "published_at": now}
    shown, is_new = PublicQuestion.objects.update_or_create(message=message, defaults=fields)
    _show(listing_id)
    if is_new:
        about = message.conversation
        told = {"path": about.path, "about": title_of(about), "seller": shown_name(about.seller)}
        notify(about.asker_id, "question-public", {**told, "question": question, "answer": answer})
    return shown


@transaction.atomic
def withdraw_question(person_id: int, message_id: int) -> bool:
    """Show it no longer, as its seller or as who asked, who ends it for good; whether it was shown until now.

    Raises NotYourConversation for everybody else.
    """
    public = PublicQuestion.objects.select_related("message__conversation").filter(message_id=message_id).first()
    if public is None or person_id not in {_about(public).asker_id, _about(public).seller_id}:
        raise NotYourConversation
    is_seller = person_id == _about(public).seller_id
    return _end(public, _State.WITHDRAWN if is_seller else _State.TAKEN_BACK)


@transaction.atomic
def take_down_question(question_id: int) -> bool:
    """Take it off the page, as a moderator; whether it was shown until now."""
    return _end(PublicQuestion.objects.select_related("message__conversation").get(pk=question_id), _State.REMOVED)


@transaction.atomic
def put_question_back(question_id: int) -> bool:
    """Show again what a moderator took down; False when that is not so."""
    public = PublicQuestion.objects.select_related("message__conversation").get(pk=question_id)
    _lock(_about(public).seller_id)
    back = PublicQuestion.objects.filter(pk=question_id, state=_State.REMOVED).update(state=_State.SHOWN)
    _show(_about(public).listing_id or 0)
    return bool(back)


def _end(public: PublicQuestion, state: str) -> bool:
    _lock(_about(public).seller_id)
    ended = PublicQuestion.objects.filter(pk=public.pk, state=_State.SHOWN).update(state=state)
    _show(_about(public).listing_id or 0)
    return bool(ended)


def _about(public: PublicQuestion) -> Conversation:
    return public.message.conversation


def _lock(seller_id: int) -> None:
    """What is public of a seller changes one after the other: the page then shows what is stored."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=seller_id)


def _question_to(seller_id: int, message_id: int) -> Message | None:
    asked = Message.objects.filter(conversation__seller_id=seller_id, conversation__listing__isnull=False)
    asked = asked.exclude(sender_id=seller_id).select_related("conversation__seller", "conversation__listing")
    return asked.filter(pk=message_id).first()


def _shown_at(listing_id: int) -> QuerySet[PublicQuestion]:
    return PublicQuestion.objects.filter(message__conversation__listing_id=listing_id, state=_State.SHOWN)


def _show(listing_id: int) -> None:
    show_questions(
        listing_id,
        [
            QuestionRecord(id=one.pk, question=one.question, answer=one.answer, day=one.published_at.date())
            for one in _shown_at(listing_id).order_by("pk")
        ],
    )
