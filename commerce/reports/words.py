"""Reasons and decisions in the language of the shop; the admin speaks English."""

from __future__ import annotations

from commerce.reports.models import Report
from commerce.theme import later

REASONS = {
    Report.Reason.FORBIDDEN: later("Forbidden or dangerous goods"),
    Report.Reason.FRAUD: later("Fraud, or money wanted ahead"),
    Report.Reason.FAKE: later("A fake or stolen"),
    Report.Reason.WRONG: later("Not as described, or wrong category"),
    Report.Reason.RIGHTS: later("Someone’s rights: pictures, texts, brands"),
    Report.Reason.OFFENSIVE: later("Insults, hatred, harassment"),
    Report.Reason.SPAM: later("Advertising, or the same thing many times"),
    Report.Reason.OTHER: later("Something else"),
}


def reason_in_words(reason: str) -> str:
    """What is wrong, for people outside the admin."""
    return REASONS[Report.Reason(reason)]()
