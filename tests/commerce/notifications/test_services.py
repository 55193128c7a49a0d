from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ObjectDoesNotExist

from cms.contract.money import Money
from commerce.notifications import kinds, services
from commerce.notifications.letter import letter_of
from commerce.notifications.models import Declined, Notification
from commerce.notifications.values import unpacked
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(monkeypatch):
    """A kind of mail that is not necessary."""
    monkeypatch.setattr(kinds, "_labels", {"news": lambda: "News"})


@pytest.fixture(autouse=True)
def _theme(monkeypatch):
    monkeypatch.setattr(
        "sitegen.dynamic.render_mail", lambda template, context: (template, f"<p>{context['recipient']}</p>")
    )


def test_moments_days_and_amounts_keep_their_type():
    context = {"at": datetime(2026, 1, 2, 3, tzinfo=UTC), "day": date(2026, 1, 2), "lines": [("Chair", Money(1200))]}

    row = services.notify(make_user().pk, "test", context)

    row.refresh_from_db()
    assert unpacked(row.context) == {**context, "lines": [["Chair", Money(1200)]]}


def test_a_mail_cannot_be_made_from_a_row():
    user = make_user()

    with pytest.raises(TypeError):
        services.notify(user.pk, "test", {"user": user})

    assert not Notification.objects.exists()


def test_a_mail_for_nobody_is_refused():
    with pytest.raises(ValueError, match="a person or an address"):
        services.notify(None, "test", {})


def test_a_guest_gets_a_mail_at_their_address():
    row = services.notify(None, "test", {}, address="guest@example.org")

    letter = letter_of(row)
    assert (letter.to, letter.body) == (["guest@example.org"], "\n")


def test_what_is_necessary_has_no_link_to_end_it(settings):
    row = services.notify(make_user(email="ada@example.org", name="Ada").pk, "test", {})

    letter = letter_of(row)
    assert (letter.subject, letter.to, letter.body) == ("test.html", ["ada@example.org"], "Ada\n")
    assert letter.extra_headers == {
        "Message-ID": f"<{row.message_id}@localhost>",
        "Auto-Submitted": "auto-generated",
    }


def test_what_was_declined_is_not_sent(news):
    user = make_user()
    services.decline(user.pk, "news")
    services.decline(user.pk, "news")

    assert services.notify(user.pk, "news", {}) is None
    assert services.notify(user.pk, "test", {}) is not None
    assert services.notify(make_user().pk, "news", {}) is not None
    assert Declined.objects.count() == 1


def test_what_is_necessary_cannot_be_declined():
    user = make_user()

    with pytest.raises(ValueError, match="test"):
        services.decline(user.pk, "test")

    assert not Declined.objects.exists()


def test_only_what_failed_is_tried_again():
    row = services.notify(make_user().pk, "test", {})
    assert services.try_again(row.pk) is False

    Notification.objects.update(state=Notification.State.FAILED, tries=6)

    assert services.try_again(row.pk) is True
    row.refresh_from_db()
    assert (row.state, row.tries) == (Notification.State.WAITING, 0)
    assert services.try_again(0) is False


def test_a_person_who_is_deleted_takes_their_mails_along():
    user = make_user()
    row = services.notify(user.pk, "test", {})
    user.delete()

    with pytest.raises(ObjectDoesNotExist):
        row.refresh_from_db()
