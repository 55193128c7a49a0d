"""What the services of accounts refuse."""

from __future__ import annotations


class AccountsError(Exception):
    """Base of all refusals here. The text is plain words for the person who asked."""


class LastAdmin(AccountsError):
    """Without this admin nobody could manage the shop any more."""

    def __init__(self, label: str) -> None:
        self.label = label
        super().__init__(f"{label} is the only active admin. Make somebody else an admin first.")


class PersonStillNeeded(AccountsError):
    """Something that must stay refers to the person."""

    def __init__(self, label: str, needed_by: dict[str, int]) -> None:
        self.label = label
        self.needed_by = needed_by
        what = ", ".join(f"{count} {name}" for name, count in sorted(needed_by.items()))
        super().__init__(f"{label} cannot be deleted: {what} would lose their owner. Suspend the account instead.")


class AccountIsClosed(AccountsError):
    """Nobody is behind this number any more."""

    def __init__(self, label: str) -> None:
        self.label = label
        super().__init__(f"The account of {label} is closed for good.")
