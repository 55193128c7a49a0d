import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from commerce.conversations import limits, services
from commerce.conversations.counting import unread_by_conversation, unread_messages
from commerce.conversations.errors import Blocked, NothingToTalkAbout, NotYourConversation, TooManyMessages
from commerce.conversations.models import Conversation, Message
from commerce.notifications.models import Notification
from commerce.notifications.values import unpacked
from tests.factories.goods import make_listing
from tests.factories.people import make_seller, make_user

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def after(**delta):
    return NOON + timedelta(**delta)


@pytest.fixture
def listing():
    return make_listing(title="Oak table", seller=make_seller(name="Sam Seller", display_name="Sam's barn"))


@pytest.fixture
def ann():
    return make_user(name="Ann Archer", email="ann@example.org")


def ask(person, listing, text="Is it still there?", **delta):
    return services.ask_about_listing(person.pk, listing.pk, text, now=after(**delta))


def told():
    return [(one.recipient_id, unpacked(one.context)["text"]) for one in Notification.objects.order_by("pk")]


@pytest.mark.both_databases
def test_a_question_begins_one_conversation(ann, listing):
    first = ask(ann, listing)
    second = ask(ann, listing, "I could come today.", minutes=5)

    conversation = Conversation.objects.get()
    assert (conversation.asker, conversation.seller_id) == (ann, listing.seller_id)
    assert list(conversation.messages.all()) == [first, second]
    assert conversation.written_at == after(minutes=5)


def test_the_mail_reveals_no_address_and_no_full_name(ann, listing):
    message = ask(ann, listing)

    mail = Notification.objects.get()
    assert (mail.recipient_id, mail.kind) == (listing.seller_id, "message-received")
    assert unpacked(mail.context) == {
        "path": f"/messages/{message.conversation_id}",
        "about": "Oak table",
        "sender": "Ann",
        "text": "Is it still there?",
    }


def test_one_mail_until_they_have_looked(ann, listing):
    seller = listing.seller_id
    first = ask(ann, listing, "One")
    ask(ann, listing, "Two", minutes=1)
    assert told() == [(seller, "One")]

    services.see(seller, first.conversation_id, Message.objects.latest("pk").pk)
    ask(ann, listing, "Three", minutes=2)
    assert told() == [(seller, "One"), (seller, "Three")]

    services.write(seller, first.conversation_id, "Four", now=after(minutes=3))
    assert told()[2:] == [(ann.pk, "Four")]


def test_what_was_not_on_the_screen_is_unread(ann, listing):
    seller = listing.seller_id
    first = ask(ann, listing, "One")
    ask(ann, listing, "Two", minutes=1)

    assert unread_by_conversation(seller) == {first.conversation_id: 2}
    assert unread_by_conversation(ann.pk) == {}

    services.see(seller, first.conversation_id, first.pk)
    services.see(make_user().pk, first.conversation_id, first.pk + 1)
    assert [one.text for one in unread_messages(seller)] == ["Two"]

    services.see(seller, first.conversation_id, first.pk + 1)
    services.see(seller, first.conversation_id, first.pk)
    assert unread_by_conversation(seller) == {}


def test_a_button_pressed_twice_is_one_message(ann, listing):
    assert ask(ann, listing) == ask(ann, listing, seconds=59)
    assert ask(ann, listing) != ask(ann, listing, seconds=60)
    assert Message.objects.count() == 2


def test_nobody_asks_about_their_own_listing_or_one_without_a_page(ann, listing):
    hidden = make_listing(live=False)
    for person, good in ((listing.seller, listing), (ann, hidden)):
        with pytest.raises(NothingToTalkAbout):
            ask(person, good)
    with pytest.raises(NothingToTalkAbout):
        services.ask_about_listing(ann.pk, 999, "Hello", now=NOON)

    assert not Conversation.objects.exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda person, number: services.write(person, number, "Me too", now=NOON),
        lambda person, number: services.block(person, number, now=NOON),
        services.unblock,
    ],
)
def test_a_stranger_finds_no_conversation(ann, listing, act):
    number = ask(ann, listing).conversation_id
    stranger = make_user().pk

    with pytest.raises(NotYourConversation):
        act(stranger, number)

    assert Message.objects.count() == 1


def test_who_is_blocked_writes_in_vain_also_about_other_goods(ann, listing):
    number = ask(ann, listing).conversation_id
    other = make_listing(seller=listing.seller)
    services.block(listing.seller_id, number, now=NOON)

    with pytest.raises(Blocked, match="takes no messages from you"):
        ask(ann, listing, "Hello?", minutes=5)
    with pytest.raises(Blocked, match="takes no messages from you"):
        ask(ann, other, minutes=5)
    with pytest.raises(Blocked, match="You have blocked this person"):
        services.write(listing.seller_id, number, "No.", now=after(minutes=5))
    assert (Message.objects.count(), Conversation.objects.count()) == (1, 1)

    services.unblock(listing.seller_id, number)
    ask(ann, listing, "Hello?", minutes=5)
    assert Message.objects.count() == 2


def test_nobody_writes_more_in_an_hour_than_a_person_would(ann, listing, monkeypatch):
    monkeypatch.setattr(limits, "MESSAGES_AN_HOUR", 3)
    for number in range(3):
        ask(ann, listing, f"Message {number}", minutes=number)

    with pytest.raises(TooManyMessages):
        ask(ann, listing, "Message 4", minutes=59)
    assert Message.objects.count() == 3

    ask(ann, listing, "Message 4", minutes=60)


def test_nobody_writes_to_more_sellers_in_a_day_than_a_person_would(ann, monkeypatch):
    monkeypatch.setattr(limits, "NEW_CONVERSATIONS_A_DAY", 2)
    first, second, third = make_listing(), make_listing(), make_listing()
    ask(ann, first, hours=1)
    ask(ann, second, hours=2)

    with pytest.raises(TooManyMessages):
        ask(ann, third, hours=24)
    ask(ann, first, "In a conversation that is there, one may write.", hours=24)
    assert Conversation.objects.count() == 2

    ask(ann, third, hours=25)


def test_the_same_words_go_to_three_people_a_day(ann):
    words = "Buy cheap watches, call me now."
    for _ in range(3):
        ask(ann, make_listing(), words)

    with pytest.raises(TooManyMessages):
        ask(ann, make_listing(), words, hours=1)
    assert Conversation.objects.count() == 3

    ask(ann, make_listing(), words, hours=24)


def test_short_words_are_the_same_by_chance(ann):
    for _ in range(5):
        ask(ann, make_listing(), "Is it still there?")

    assert Conversation.objects.count() == 5


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_first_messages_at_once_are_one_conversation(ann, listing):
    start = threading.Barrier(2)

    def work(text):
        start.wait()
        try:
            return ask(ann, listing, text).conversation_id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        numbers = [one.result() for one in [pool.submit(work, text) for text in ("One", "Two")]]

    assert len(set(numbers)) == 1
    assert Conversation.objects.count() == 1
    assert sorted(Message.objects.values_list("text", flat=True)) == ["One", "Two"]
