"""A question and its answer on the page of a listing: who shows it, who ends that, and that nobody is named."""

import pytest

from commerce.catalog import listings
from commerce.conversations import public_questions, services
from commerce.conversations.errors import MessageRefused, NotYourConversation
from commerce.conversations.models import PublicQuestion
from commerce.notifications.letter import letter_of
from commerce.notifications.models import Notification
from commerce.reports import services as reports
from commerce.reports.errors import NothingToReport, ReportRefused
from commerce.reports.models import Report
from tests.commerce.conversations.test_services import NOON
from tests.commerce.orders.conftest import Visitor
from tests.factories.goods import make_listing
from tests.factories.orders import make_order
from tests.factories.people import make_moderator, make_seller, make_user

pytestmark = pytest.mark.django_db
State = PublicQuestion.State


@pytest.fixture
def ann():
    return make_user(name="Ann Archer", email="ann@example.org")


@pytest.fixture
def listing():
    return make_listing(title="Oak table", seller=make_seller(name="Sam Seller", display_name="Sam's barn"))


@pytest.fixture
def asked(ann, listing):
    message = services.ask_about_listing(ann.pk, listing.pk, "Hi Sam, Ann here: how wide is it?", now=NOON)
    services.write(listing.seller_id, message.conversation_id, "120 cm. See you, Ann!", now=NOON)
    return message


def path_of(message):
    return f"/messages/{message.conversation_id}/public/{message.pk}"


def show(asked, question="How wide is it?", answer="120 cm."):
    return public_questions.show_question(
        asked.conversation.seller_id, asked.pk, question=question, answer=answer, now=NOON
    )


def shown_at(listing):
    return [(one.question, one.answer) for one in listings([listing.pk])[listing.pk].questions]


def test_the_seller_words_both_and_shows_them(ann, listing, asked):
    seller = Visitor(listing.seller)
    assert f'href="{path_of(asked)}"' in seller.page(f"/messages/{asked.conversation_id}")
    page = seller.page(path_of(asked))
    assert "Hi Sam, Ann here: how wide is it?</textarea>" in page
    assert "120 cm. See you, Ann!</textarea>" in page
    assert not PublicQuestion.objects.exists()

    seller.press(path_of(asked), question="How wide is it?", answer="120 cm.")

    assert shown_at(listing) == [("How wide is it?", "120 cm.")]
    told = letter_of(Notification.objects.get(kind="question-public", recipient=ann))
    assert "Oak table" in told.subject
    assert "without your name" in told.body


@pytest.mark.both_databases
def test_the_words_can_be_changed_and_withdrawn_and_shown_again(listing, asked):
    seller = Visitor(listing.seller)
    first = show(asked)

    seller.press(path_of(asked), question="How wide?", answer="1,20 m.")
    assert shown_at(listing) == [("How wide?", "1,20 m.")]
    assert PublicQuestion.objects.get() == first
    assert Notification.objects.filter(kind="question-public").count() == 1

    seller.press(f"{path_of(asked)}/withdraw")
    assert shown_at(listing) == []
    assert "How wide?</textarea>" in seller.page(path_of(asked))

    seller.press(path_of(asked), question="How wide?", answer="1,20 m.")
    assert shown_at(listing) == [("How wide?", "1,20 m.")]


def test_who_asked_can_take_it_back_for_good(ann, listing, asked):
    show(asked)
    page = Visitor(ann).page(f"/messages/{asked.conversation_id}")
    assert "Shown on the listing, without your name." in page

    Visitor(ann).press(f"{path_of(asked)}/withdraw")

    assert shown_at(listing) == []
    page = Visitor(listing.seller).press(path_of(asked), 409, question="a", answer="b").content.decode()
    assert "It cannot be shown again." in page
    assert shown_at(listing) == []


def test_only_the_seller_shows_and_only_what_was_asked_about_a_listing(ann, listing, asked):
    answer = asked.conversation.messages.last()
    order = make_order()
    about_order = services.ask_about_order(order.buyer_id, order.number, "When?", now=NOON)
    cases = [
        (ann, path_of(asked)),
        (make_user(), path_of(asked)),
        (listing.seller, path_of(answer)),
        (listing.seller, f"/messages/{asked.conversation_id + 50}/public/{asked.pk}"),
        (order.seller, path_of(about_order)),
    ]

    for person, path in cases:
        Visitor(person).page(path, 404)
        Visitor(person).press(path, 404, question="x", answer="y")
    with pytest.raises(NotYourConversation):
        public_questions.show_question(ann.pk, asked.pk, question="x", answer="y", now=NOON)
    assert not PublicQuestion.objects.exists()
    show(asked)
    Visitor(make_user()).press(f"{path_of(asked)}/withdraw", 404)
    assert PublicQuestion.objects.get().is_shown


@pytest.mark.parametrize(
    ("question", "answer"),
    [("", "x"), ("x", ""), (" \n", "x"), ("\u200b", "x"), ("x", "y\x07"), ("x" * 501, "y"), ("x", "y" * 1001)],
)
def test_words_that_cannot_be_shown_are_refused(listing, asked, question, answer):
    Visitor(listing.seller).press(path_of(asked), 422, question=question, answer=answer)

    assert not PublicQuestion.objects.exists()


def test_there_is_room_for_so_many(listing, asked, monkeypatch):
    monkeypatch.setattr(public_questions, "MOST", 1)
    show(asked)
    show(asked, answer="121 cm.")
    other = services.ask_about_listing(make_user().pk, listing.pk, "Colour?", now=NOON)

    with pytest.raises(MessageRefused):
        show(other)

    assert shown_at(listing) == [("How wide is it?", "121 cm.")]


def test_no_address_reaches_the_page(listing, asked):
    show(asked, question="Are you ann@example.org?", answer="No, sam@example.org.")

    [(question, answer)] = shown_at(listing)

    assert "@example.org" not in question + answer


def test_a_moderator_takes_one_down_and_another_brings_it_back(listing, asked):
    public = show(asked)
    reporter = Visitor(make_user())
    path = f"/report/{listing.pk}?question={public.pk}"
    assert "How wide is it?" in reporter.page(path)

    reporter.press(path, reason="offensive", text="Rude.")
    report = Report.objects.get()
    assert (report.question, report.listing_id, report.person) == (public, listing.pk, listing.seller)
    assert report.title == "Question about Oak table"
    moderator = Visitor(make_moderator())
    edit = f"/admin/reports/queue/edit/{report.pk}/"
    assert "Take the question and its answer off the listing" in moderator.page(edit)
    moderator.press(edit, outcome="removed", words="It insults.")

    assert shown_at(listing) == []
    seller = Visitor(listing.seller)
    seller.press(path_of(asked), 409, question="a", answer="b")
    assert "has been taken off the listing" in seller.page(report.path)
    letter = letter_of(Notification.objects.get(kind="report-reasons"))
    assert letter.subject.startswith("Question about Oak table has been taken off")

    reports.appeal(report.pk, listing.seller_id, "It does not.", now=report.made_at)
    reports.decide_appeal(report.pk, make_moderator().pk, is_granted=True, answer="True.", now=report.made_at)
    assert shown_at(listing) == [("How wide is it?", "120 cm.")]


def test_a_listing_and_a_question_on_it_can_be_reported_by_the_same_person(listing, asked):
    public, person = show(asked), make_user()
    said = {"by_id": person.pk, "reason": "fake", "text": "x", "now": NOON}

    first = reports.report_question(public.pk, **said)
    second = reports.report_listing(listing.pk, **said)

    assert first != second
    assert reports.report_question(public.pk, **said) == first
    assert reports.report_listing(listing.pk, **said) == second


def test_what_is_not_shown_cannot_be_reported_nor_ones_own(ann, listing, asked):
    public = show(asked)
    with pytest.raises(ReportRefused):
        reports.report_question(public.pk, by_id=listing.seller_id, reason="fake", text="x", now=NOON)
    public_questions.withdraw_question(ann.pk, asked.pk)

    with pytest.raises(NothingToReport):
        reports.report_question(public.pk, by_id=ann.pk, reason="fake", text="x", now=NOON)
    Visitor(ann).page(f"/report/{listing.pk}?question={public.pk}", 404)
    Visitor(ann).page(f"/report/{listing.pk}?question=x", 404)
    assert not Report.objects.exists()


def test_a_report_of_a_question_does_not_take_the_listing_off(listing, asked):
    report = reports.report_question(show(asked).pk, by_id=make_user().pk, reason="fake", text="x", now=NOON)

    Visitor(make_moderator()).press(f"/admin/reports/queue/edit/{report.pk}/", 200, outcome="suspended", words="x")

    report.refresh_from_db()
    assert report.decision == "open"
    assert listing.pk in listings([listing.pk])
