"""What people do with their own account: sign up, confirm an address, sell, close it. And who may buy and sell."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from commerce.account import closing
from commerce.account.errors import AddressTaken, NotClosable
from commerce.catalog import people
from commerce.notifications.models import Notification
from commerce.theme import translate

if TYPE_CHECKING:
    from cms.accounts.models import User


def has_verified_email(user: Any) -> bool:
    """Whether somebody who is logged in has confirmed their present address: asked before orders and listings."""
    return bool(
        user.is_authenticated and EmailAddress.objects.filter(user_id=user.pk, email=user.email, verified=True).exists()
    )


def is_signing_up(person: User) -> bool:
    """Whether somebody signed up by themselves, and has not opened the link in the mail yet."""
    return (
        person.last_login is None
        and EmailAddress.objects.filter(user_id=person.pk, primary=True, verified=False).exists()
    )


@transaction.atomic
def sign_up(*, email: str, name: str, password: str, sells: bool = False) -> User:
    """A new buyer or seller, whose address is still to be confirmed.

    An earlier sign-up with this address that was never confirmed is replaced; its link confirms nothing any more.
    Raises AddressTaken, and ValidationError for a name that cannot be shown.
    """
    found = get_user_model().objects.select_for_update().filter(email=email).first()
    if found is None:
        make = people.make_seller if sells else people.make_person
        try:
            person = make(email=email, name=name, password=password)
        except ValidationError as error:
            if "email" in error.message_dict:  # Somebody was faster.
                raise AddressTaken from None
            raise
        EmailAddress.objects.create(user=person, email=person.email, primary=True)
        return person
    if not is_signing_up(found):
        raise AddressTaken
    found.set_password(password)
    found.save(update_fields=["password"])
    people.rename(found.pk, name=name)
    if sells:
        people.start_selling(found.pk)
    found.refresh_from_db()
    return found


@transaction.atomic
def sign_up_in_vain(*, name: str, password: str, sells: bool) -> None:
    """Do what a sign-up does, and undo it: an address that is somebody's takes as long as a new one."""
    sign_up(email=f"{secrets.token_hex(16)}@nobody.invalid", name=name, password=password, sells=sells)
    transaction.set_rollback(True)


@transaction.atomic
def confirm_address(user_id: int, email: str) -> bool:
    """Write down that the person reads mail at this address, which is theirs from now on; False when it is another's.

    A change of address is finished by this: the old one is forgotten.
    """
    person = get_user_model().objects.select_for_update().get(pk=user_id)
    if get_user_model().objects.filter(email=email).exclude(pk=user_id).exists():
        return False
    try:
        with transaction.atomic():
            EmailAddress.objects.filter(user_id=user_id).exclude(email=email).delete()
            EmailAddress.objects.update_or_create(
                user_id=user_id, email=email, defaults={"verified": True, "primary": True}
            )
            person.email = email
            person.save(update_fields=["email"])
    except IntegrityError:  # Somebody was faster.
        return False
    return True


def shown_name(user: Any) -> str:
    """What the libraries call somebody."""
    return str(user.name)


@transaction.atomic
def close_account(user_id: int, *, now: datetime) -> None:
    """Take the person out, for good: log-in, address, name and profile go, listings are withdrawn; the books stay.

    Raises NotClosable, with the reasons in words, while something is open; LastAdmin.
    """
    person = get_user_model().objects.select_for_update().get(pk=user_id)
    if reasons := closing.reasons_against(person):
        raise NotClosable(reasons)
    closing.erase_of_others(user_id)
    people.erase_person(user_id, name=translate("Former member"), now=now)
    EmailAddress.objects.filter(user_id=user_id).delete()
    Authenticator.objects.filter(user_id=user_id).delete()
    Notification.objects.filter(recipient_id=user_id).delete()
    for session in UserSession.objects.filter(user_id=user_id):
        session.end()
