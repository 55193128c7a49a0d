"""Why a review, a reply or a removal was not taken."""

from __future__ import annotations


class NothingToReview(Exception):
    """There is no such order or review of this person."""


class NotReviewable(Exception):
    """Not now, or not any more. The text is for the person who asked."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)
