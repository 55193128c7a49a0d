"""What the team does for somebody who has lost their phone: the second factor goes, and everybody is told."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from commerce.notifications.services import notify


@transaction.atomic
def remove_second_factor(person_id: int) -> bool:
    """Take the second factor with its emergency codes away, end all sessions and write a mail; whether there was one.

    Whoever asked might be somebody else: the mail reaches the real person, and the password is still needed.
    """
    person = get_user_model().objects.select_for_update().get(pk=person_id)
    removed, _ = Authenticator.objects.filter(user=person).delete()
    if not removed:
        return False
    for session in UserSession.objects.filter(user=person):
        session.end()
    notify(person.pk, "account-second-factor-off", {"when": timezone.now(), "by_team": True})
    return True
