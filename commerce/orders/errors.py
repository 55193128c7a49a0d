"""What orders refuse. The texts are plain words for the person who asked, in the language of the shop."""

from __future__ import annotations

from dataclasses import dataclass

from cms.contract.money import Money


class OrdersError(Exception):
    """Base of all refusals here."""


class OrderNotFound(OrdersError):
    """There is no such order for this person; a stranger learns no more than that."""


class OrderStateConflict(OrdersError):
    """Nobody, or not this side, can do this while the order is in this state."""

    def __init__(self, label: str, state: str, action: str) -> None:
        self.label, self.state, self.action = label, state, action
        super().__init__(f"{label} is {state}: no {action}")


class ActionRefused(OrdersError):
    """The state allows it, but something that was given, or the time, does not."""


class WrongCode(ActionRefused):
    """The code does not fit; `left` tries remain."""

    def __init__(self, text: str, left: int) -> None:
        self.left = left
        super().__init__(text)


class OrderNotPossible(OrdersError):
    """The person cannot order this, whatever the stock."""


class SellerAway(OrderNotPossible):
    """A seller is on holiday: nobody can order from them until they are back."""


class TooMuchCash(OrderNotPossible):
    """More than the seller may take in cash for one order."""


class EmailNotVerified(OrderNotPossible):
    """The buyer has not confirmed the e-mail address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProblem:
    """Why a line cannot be ordered as the buyer saw it.

    `free` pieces are to be had at `price` each; both are None when it is no longer for sale.
    """

    listing_id: int
    title: str
    free: int | None = None
    price: Money | None = None


class GoodsChanged(OrdersError):
    """Price or stock are not what the buyer saw; nothing was ordered."""

    def __init__(self, problems: list[LineProblem]) -> None:
        self.problems = problems
        super().__init__(f"listings {[one.listing_id for one in problems]} are not as they were seen")
