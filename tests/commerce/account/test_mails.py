import pytest
from django.conf import settings
from django.utils import timezone

from commerce.account.words import MAILS
from commerce.notifications.letter import letter_of
from commerce.notifications.services import notify

pytestmark = pytest.mark.django_db

WITH_A_LINK = {"account-confirm", "account-confirm-change", "account-exists", "account-reset"}


@pytest.mark.parametrize("kind", sorted(set(MAILS.values())))
def test_every_mail_is_written_by_the_theme(kind, ada):
    told = {"path": "/account/x/y", "when": timezone.now(), "new_address": "new@example.org"}
    letter = letter_of(notify(ada.pk, kind, told))

    assert letter.subject.strip()
    assert letter.to == ["ada@example.org"]
    assert (f"{settings.SITE_URL}/account/x/y" in letter.body) == (kind in WITH_A_LINK)


def test_a_mail_to_somebody_who_is_not_here_names_nobody(ada):
    letter = letter_of(notify(None, "account-unknown", {"path": ""}, address="nobody@example.org"))

    assert letter.to == ["nobody@example.org"]
    assert "Ada" not in letter.body
