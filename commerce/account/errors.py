"""What the services of accounts refuse."""

from __future__ import annotations

from collections.abc import Sequence


class AddressTaken(Exception):
    """The address belongs to somebody. Nobody but its owner may be told so."""


class NotClosable(Exception):
    """Something of the account is still open. `reasons` are sentences for the person."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(reasons))
