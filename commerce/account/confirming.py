"""The key in a mail that confirms an address. It dies with the password that was set when the mail was written.

So a link confirms only what its own sign-up set: whoever signs up with somebody else's address, before or after them,
gets nothing by the other's click.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "commerce.account.confirming"
_SECONDS = 3 * 24 * 60 * 60


def key_of(address: EmailAddress) -> str:
    """The key for this address of a person."""
    return signing.dumps([address.pk, _fingerprint(address)], salt=_SALT)


def address_of(key: str) -> EmailAddress | None:
    """The address that is to be confirmed; None for a key that is forged, too old, used, or overtaken."""
    try:
        pk, fingerprint = signing.loads(key, salt=_SALT, max_age=_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    address = EmailAddress.objects.select_related("user").filter(pk=pk, verified=False, user__is_active=True).first()
    if address is None or not constant_time_compare(fingerprint, _fingerprint(address)):
        return None
    return address


def _fingerprint(address: EmailAddress) -> str:
    return salted_hmac(_SALT, f"{address.email}|{address.user.password}", algorithm="sha256").hexdigest()[:20]
