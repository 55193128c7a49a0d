"""What the team does for a person who cannot do it alone: verify an address, send a link once more."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse

from commerce.account.confirming import key_of
from commerce.account.services import confirm_address, has_verified_email
from commerce.notifications.services import notify


@transaction.atomic
def verify_by_hand(person_id: int) -> bool:
    """Write down that the present address is the person's; whether that was not known yet."""
    person = get_user_model().objects.select_for_update().get(pk=person_id)
    return not has_verified_email(person) and confirm_address(person.pk, person.email)


@transaction.atomic
def send_confirmation(person_id: int) -> bool:
    """Send the link that verifies the present address once more; False when it is verified, or the person suspended."""
    person = get_user_model().objects.select_for_update().get(pk=person_id)
    if has_verified_email(person) or not person.is_active:
        return False
    address, _made = EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"primary": True})
    path = reverse("account_confirm_email", args=[key_of(address)])
    notify(person.pk, "account-confirm", {"path": path}, address=person.email)
    return True


@transaction.atomic
def send_password_link(person_id: int) -> bool:
    """Send the link of a forgotten password; False for who is suspended, or has none yet: they are invited instead."""
    person = get_user_model().objects.select_for_update().get(pk=person_id)
    if not person.is_active or not person.has_usable_password():
        return False
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    path = get_adapter().get_reset_password_from_key_url(key)
    notify(person.pk, "account-reset", {"path": path}, address=person.email)
    return True
