"""What stands against closing an account, and what goes with it: other packages tell theirs when they are ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from commerce.catalog import people
from commerce.theme import translate

if TYPE_CHECKING:
    from cms.accounts.models import User

_reasons: list[Callable[[int], Iterable[str]]] = []
_erasures: list[Callable[[int], None]] = []


def register(reasons: Callable[[int], Iterable[str]]) -> None:
    """Let `reasons` say, for the id of a person, what is still open: sentences in the shop's language, or none.

    Called inside the transaction that closes the account, the person's row locked.
    """
    _reasons.append(reasons)


def register_erasure(erase: Callable[[int], None]) -> None:
    """Let `erase` remove, in the same transaction, what a package keeps of a person beyond the books."""
    _erasures.append(erase)


def reasons_against(person: User) -> list[str]:
    """Why this account cannot be closed now, in words; empty when it can."""
    found = [reason for ask in _reasons for reason in ask(person.pk)]
    if people.is_staff(person):
        found.append(translate("You work in the admin panel. An admin has to take that role from you first."))
    return found


def erase_of_others(user_id: int) -> None:
    """Remove what the other packages keep of the person."""
    for erase in _erasures:
        erase(user_id)
