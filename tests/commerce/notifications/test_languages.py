import pytest

from cms.site.models import GeneralSettings
from commerce.notifications.letter import letter_of
from commerce.notifications.services import notify
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

MAILS = {
    "account-suspended": ({"reason": "Fakes."}, "Your account is suspended", "Dein Konto ist gesperrt"),
    "account-restored": ({"reason": ""}, "Your account is active again", "Dein Konto ist wieder frei"),
    "message-received": (
        {"path": "/messages/1", "about": "Oak table & chair", "sender": "Ann", "text": "Hello"},
        "Ann has written to you about Oak table & chair",
        "Ann hat dir geschrieben: Oak table & chair",
    ),
    "report-received": (
        {"number": 1, "what": "Oak table", "reason": "Fake", "text": "It is."},
        "Your report about Oak table has arrived",
        "Deine Meldung über Oak table ist da",
    ),
    "report-decided": (
        {"number": 1, "what": "Oak table", "was_right": True},
        "Your report about Oak table has been decided",
        "Über deine Meldung zu Oak table ist entschieden",
    ),
    "report-reasons": (
        {"what": "Oak table", "reason": "Fake", "is_off": False, "path": "/report/decision/1", "statement": "No oak."},
        "A warning about Oak table",
        "Eine Warnung zu Oak table",
    ),
    "report-appeal-decided": (
        {"what": "Oak table", "is_off": True, "path": "/x", "reason": "Fake", "is_granted": True, "answer": "Oak."},
        "Your appeal was granted: Oak table",
        "Deinem Widerspruch wurde stattgegeben: Oak table",
    ),
    "review-waiting": (
        {"order": "O-000017", "path": "/orders/O-000017/review"},
        "A review of order O-000017 waits for yours",
        "Eine Bewertung zu Bestellung O-000017 wartet auf deine",
    ),
    "review-published": (
        {"order": "O-000017", "path": "/orders/O-000017/review", "stars": 5, "text": "Fine"},
        "You have a review of order O-000017",
        "Du hast eine Bewertung zu Bestellung O-000017",
    ),
    "review-removed": (
        {"order": "O-000017", "path": "/orders/O-000017/review", "reason": "An insult."},
        "Your review of order O-000017 was removed",
        "Deine Bewertung zu Bestellung O-000017 wurde entfernt",
    ),
}


@pytest.mark.parametrize("kind", MAILS)
def test_a_mail_is_in_the_language_of_the_shop(kind):
    context, english, german = MAILS[kind]
    row = notify(make_user(name="Ann").pk, kind, context)

    letter = letter_of(row)
    assert letter.subject == english
    assert "Hello Ann," in letter.body

    GeneralSettings.objects.update_or_create(pk=1, defaults={"language": "de"})
    letter = letter_of(row)
    assert letter.subject == german
    assert "Hallo Ann," in letter.body
    assert 'lang="de"' in letter.alternatives[0].content
