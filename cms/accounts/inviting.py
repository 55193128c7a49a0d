"""Inviting people whom the shop has made: who has no password gets a mail with a link that sets one.

How a mail is sent is known above: a package there registers it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from cms.accounts.models import User

Sender = Callable[[Sequence[int]], None]

_senders: list[Sender] = []
_AT_ONCE = 500


def invite_by(sender: Sender) -> None:
    """Let `sender` write to these people, in the open transaction. Called when an application is ready."""
    if sender not in _senders:
        _senders.append(sender)


def invite(user_ids: Collection[int]) -> int:
    """Invite those of these people who may log in and have no password yet; how many they are."""
    wanted, invited = sorted(user_ids), 0
    for start in range(0, len(wanted), _AT_ONCE):
        rows = User.objects.filter(
            pk__in=wanted[start : start + _AT_ONCE], is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX
        )
        some = list(rows.order_by("pk").values_list("pk", flat=True))
        for send in _senders if some else ():
            send(some)
        invited += len(some)
    return invited
