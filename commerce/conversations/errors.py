"""Why a message was not taken. The text of each is for the person who wrote it."""

from __future__ import annotations

__all__ = ("Blocked", "MessageRefused", "NotYourConversation", "NothingToTalkAbout", "TooManyMessages")


class MessageRefused(Exception):
    """It was not taken; nothing was stored."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


class Blocked(MessageRefused):
    """One of the two wants to hear no more."""


class TooManyMessages(MessageRefused):
    """More than a person writes."""


class NothingToTalkAbout(Exception):
    """There is no such listing or order, or it is one's own."""


class NotYourConversation(Exception):
    """There is none of this number that the person takes part in."""
