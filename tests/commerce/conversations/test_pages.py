import pytest
from django.test import Client

from commerce.conversations import services
from commerce.conversations.models import Block, Conversation, Message
from commerce.notifications.letter import letter_of
from commerce.notifications.models import Notification
from tests.commerce.conversations.test_services import NOON
from tests.factories.goods import make_listing
from tests.factories.people import make_seller, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing():
    return make_listing(title="Oak table", seller=make_seller(name="Sam Seller", display_name="Sam's barn"))


@pytest.fixture
def ann():
    return make_user(name="Ann Archer", email="ann@example.org")


@pytest.fixture
def browser():
    def make(person):
        client = Client(headers={"Sec-Fetch-Site": "same-origin"})
        client.force_login(person)
        return client

    return make


@pytest.fixture
def number(ann, listing):
    return services.ask_about_listing(ann.pk, listing.pk, "Is it still there?", now=NOON).conversation_id


def test_the_button_of_a_listing_leads_to_a_form(browser, ann, listing):
    response = browser(ann).post("/messages/new", {"listing": listing.pk})

    page = response.content.decode()
    assert response.status_code == 200
    assert "Oak table" in page
    assert "Sam&#39;s barn" in page
    assert not Conversation.objects.exists()


def test_a_question_is_asked_and_answered(browser, ann, listing):
    response = browser(ann).post("/messages/new", {"listing": listing.pk, "text": "Is it still there?"}, follow=True)
    number = Conversation.objects.get().pk
    assert response.redirect_chain == [(f"/messages/{number}", 302)]
    assert "Your message is on its way." in response.content.decode()

    seller = browser(listing.seller)
    assert seller.get("/api/me").json()["counts"]["messages"] == 1
    listed = seller.get("/messages").content.decode()
    assert "Ann · Oak table" in listed
    assert "One new" in listed
    assert "Archer" not in listed
    assert "ann@example.org" not in listed

    assert "Is it still there?" in seller.get(f"/messages/{number}").content.decode()
    assert "messages" not in seller.get("/api/me").json()["counts"]
    assert seller.post(f"/messages/{number}", {"text": "Yes, it is."}).status_code == 302
    assert "Yes, it is." in browser(ann).get(f"/messages/{number}").content.decode()


def test_a_conversation_that_is_there_is_opened(browser, ann, listing, number):
    client = browser(ann)

    assert client.post("/messages/new", {"listing": listing.pk})["Location"] == f"/messages/{number}"
    client.post("/messages/new", {"listing": listing.pk, "text": "And?"})
    assert Message.objects.filter(conversation_id=number).count() == 2


def test_a_guest_logs_in_first(client, listing):
    response = client.post("/messages/new", {"listing": listing.pk}, headers={"Sec-Fetch-Site": "same-origin"})

    assert response.status_code == 302
    assert response["Location"].endswith(f"?next=/messages/new%3Flisting%3D{listing.pk}")


@pytest.mark.parametrize(
    "values",
    [{}, {"listing": "x"}, {"listing": 999}, {"listing": -1}, {"order": "O-000999"}, {"order": "x"}, {"listing": "²"}],
)
def test_what_there_is_not_is_not_found(browser, ann, values):
    assert browser(ann).post("/messages/new", {**values, "text": "Hello"}).status_code == 404
    assert browser(ann).get("/messages/new", values).status_code == 404


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "x" * 2001])
def test_what_is_no_message_is_refused_in_words(browser, ann, number, text):
    response = browser(ann).post(f"/messages/{number}", {"text": text})

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert Message.objects.count() == 1


def test_what_was_written_is_not_lost_when_it_is_refused(browser, ann, listing, number):
    services.block(listing.seller_id, number, now=NOON)

    page = browser(ann).post(f"/messages/{number}", {"text": "Why <b>not</b>?"}).content.decode()

    assert "This person takes no messages from you." in page
    assert "Why &lt;b&gt;not&lt;/b&gt;?</textarea>" in page


def test_a_message_is_shown_as_it_was_written(browser, ann, number):
    client = browser(ann)
    client.post(f"/messages/{number}", {"text": "<script>alert(1)</script>\nSecond line"})

    page = client.get(f"/messages/{number}").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>" in page


def test_an_absurd_number_is_not_found(browser, ann):
    assert browser(ann).get(f"/messages/{10**30}").status_code == 404
    assert browser(ann).post(f"/messages/{10**30}/block").status_code == 404


@pytest.mark.parametrize("path", ["/messages/{}", "/messages/{}/block"])
def test_a_stranger_is_told_that_there_is_nothing(browser, number, path):
    client = browser(make_user())

    assert client.post(path.format(number), {"text": "Hello"}).status_code == 404
    assert client.get(f"/messages/{number}").status_code == 404
    assert Message.objects.count() == 1


def test_somebody_is_blocked_and_heard_again(browser, ann, listing, number):
    client = browser(listing.seller)

    page = client.post(f"/messages/{number}/block", {"wanted": "no"}, follow=True).content.decode()
    assert "You have blocked Ann." in page
    assert Block.objects.get().person == ann

    client.post(f"/messages/{number}/block")
    assert not Block.objects.exists()


def test_other_pages_cannot_send_messages(ann, number):
    client = Client(headers={"Sec-Fetch-Site": "cross-site"})
    client.force_login(ann)

    assert client.post(f"/messages/{number}", {"text": "Hello"}).status_code == 403
    assert Message.objects.count() == 1


def test_the_mail_leads_to_the_answer(number):
    letter = letter_of(Notification.objects.get())

    assert letter.subject == "Ann has written to you about Oak table"
    assert f"Read and answer: http://localhost:8000/messages/{number}" in letter.body
    assert "Is it still there?" in letter.body
    assert "ann@example.org" not in letter.body + str(letter.alternatives)
    assert "No more mails of this kind: http://localhost:8000/account/mails/unsubscribe/" in letter.body
    assert "<style>" in letter.alternatives[0].content


def test_what_cannot_be_sent_to_somebody_who_is_blocked_stays_in_the_form(browser, ann, listing, number):
    client = browser(listing.seller)
    client.post(f"/messages/{number}/block", {"wanted": "no"})

    page = client.post(f"/messages/{number}", {"text": "Tomorrow at <six>?"}).content.decode()

    assert "You have blocked this person. Unblock them first if you want to write to them." in page
    assert "Tomorrow at &lt;six&gt;?</textarea>" in page
    heard = browser(ann).post(f"/messages/{number}", {"text": "Are you there?"}).content.decode()
    assert "Are you there?</textarea>" in heard
    assert Message.objects.count() == 1
