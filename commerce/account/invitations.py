"""The mail that invites somebody whom the shop has made, with a link that sets their first password.

It is the link of a forgotten password: it holds for a day from the moment when the mail is written, and once. Later
the page behind it sends another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import get_user_model

from commerce.notifications.services import notify_many

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KIND = "account-invited"


def send_invitations(user_ids: Sequence[int]) -> None:
    """Write to these people, once the transaction is committed."""
    notify_many(KIND, {user_id: {"invited": user_id} for user_id in user_ids})


def invitation_in(context: Mapping[str, Any]) -> str:
    """The path that sets the first password; empty in other mails, and for somebody who has one by now."""
    if "invited" not in context:
        return ""
    person = get_user_model().objects.filter(pk=context["invited"], is_active=True).first()
    if person is None or person.has_usable_password():
        return ""
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    return str(get_adapter().get_reset_password_from_key_url(key))
