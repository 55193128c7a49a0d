"""What the services of accounts refuse."""

from __future__ import annotations

from django.utils.translation import gettext as _


class AccountsError(Exception):
    """Base of all refusals here. The text is plain words for the person who asked."""


class LastAdmin(AccountsError):
    """Without this admin nobody could manage the shop any more."""

    def __init__(self, label: str) -> None:
        self.label = label
        super().__init__(_("%(label)s is the only active admin. Make somebody else an admin first.") % {"label": label})


class PersonStillNeeded(AccountsError):
    """Something that must stay refers to the person."""

    def __init__(self, label: str, needed_by: dict[str, int]) -> None:
        self.label = label
        self.needed_by = needed_by
        what = ", ".join(f"{count} {name}" for name, count in sorted(needed_by.items()))
        super().__init__(
            _("%(label)s cannot be deleted: %(what)s would lose their owner. Suspend the account instead.")
            % {"label": label, "what": what}
        )


class AccountIsClosed(AccountsError):
    """Nobody is behind this number any more."""

    def __init__(self, label: str) -> None:
        self.label = label
        super().__init__(_("The account of %(label)s is closed for good.") % {"label": label})
