"""Why a report, a decision or an appeal was not taken."""

from __future__ import annotations


class ReportRefused(Exception):
    """Nothing was stored. The text is for the person who asked."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


class TooManyReports(ReportRefused):
    """More than a person makes."""


class NothingToReport(Exception):
    """There is no such listing or conversation, or nobody else in it."""


class NotDecidable(ReportRefused):
    """It has been decided already, or this moderator may not decide it."""


class NoAppeal(ReportRefused):
    """There is nothing to appeal against, or an appeal was made already."""
