"""What offers refuse. The texts are plain words for the person who asked, in the language of the shop."""

from __future__ import annotations


class OffersError(Exception):
    """Base of all refusals here."""


class OfferNotFound(OffersError):
    """There is no such offer for this person; a stranger learns no more than that."""


class OfferStateConflict(OffersError):
    """Nobody, or not this side, can do this while the offer is in this state."""

    def __init__(self, offer_id: int, state: str, action: str) -> None:
        self.state, self.action = state, action
        super().__init__(f"offer {offer_id} is {state}: no {action}")


class OfferRefused(OffersError):
    """Somebody cannot offer this, or not this amount."""


class RuleRefused(OffersError):
    """A seller cannot lay this down; `field` is what is wrong."""

    def __init__(self, field: str, words: str) -> None:
        self.field, self.words = field, words
        super().__init__(words)
