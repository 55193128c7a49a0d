"""Where publishing stands, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cms.api.publishing import Outcome, Standing

_SILENT = 60
"""Seconds after which a publisher that says nothing is probably not there; a sign of life comes every ten."""

_MINUTE, _HOUR = 60, 3600


def of_standing(standing: Standing) -> str:
    """Live, at work, or behind, and by how much."""
    if not standing.waiting:
        return "Everything is live."
    if standing.trouble:
        return f"Nothing can be published at present: {standing.trouble}"
    changes = "1 change is" if standing.waiting == 1 else f"{standing.waiting:,} changes are"
    return f"{changes} not live yet, the oldest for {in_words(standing.oldest)}. {of_work(standing)}".strip()


def of_work(standing: Standing) -> str:
    """What the publisher is at while something waits; empty when that is over before one has read it."""
    if standing.heard is None or standing.heard > _SILENT:
        since = "" if standing.heard is None else f" for {in_words(standing.heard)}"
        return f"The publisher has not been heard of{since}."
    if standing.phase == "idle" or not standing.total:
        return ""
    verb = "Building all pages" if standing.phase == "building" else "Rendering"
    return f"{verb}: {min(standing.done, standing.total):,} of {standing.total:,} …"


def of_live(outcome: Outcome) -> str:
    """What is live, for the one who waits for it."""
    return f"{outcome.title}: live ({in_words(outcome.seconds)})"


def of_failure(outcome: Outcome) -> str:
    """What is not live, and why."""
    return f"{outcome.title}: not live. {outcome.reason}"


def in_words(seconds: float) -> str:
    """A time as people say it: 0.08 s, 1.2 s, 45 s, 3 min, 5 h."""
    if seconds < 1:
        return f"{max(seconds, 0.01):.2f} s" if seconds % 1 else f"{seconds:.0f} s"
    if seconds < 10:  # noqa: PLR2004 (where a tenth stops to matter)
        return f"{seconds:.1f} s" if seconds % 1 else f"{seconds:.0f} s"
    if seconds < 2 * _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < 2 * _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.0f} h"
