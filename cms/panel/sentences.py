"""Where publishing stands, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.accounts.language import grouped

if TYPE_CHECKING:
    from cms.api.publishing import Outcome, Standing

_SILENT = 60
"""Seconds after which a publisher that says nothing is probably not there; a sign of life comes every ten."""

_MINUTE, _HOUR = 60, 3600


def of_standing(standing: Standing) -> str:
    """Live, at work, or behind, and by how much."""
    if not standing.waiting:
        return _("Everything is live.")
    if standing.trouble:
        return _("Nothing can be published at present: %(why)s") % {"why": standing.trouble}
    behind = ngettext(
        "%(count)s change is not live yet, the oldest for %(time)s.",
        "%(count)s changes are not live yet, the oldest for %(time)s.",
        standing.waiting,
    ) % {"count": grouped(standing.waiting), "time": in_words(standing.oldest)}
    return " ".join(filter(None, (behind, of_work(standing))))


def of_work(standing: Standing) -> str:
    """What the publisher is at while something waits; empty when that is over before one has read it."""
    if standing.heard is None or standing.heard > _SILENT:
        if standing.heard is None:
            return _("The publisher has not been heard of.")
        return _("The publisher has not been heard of for %(time)s.") % {"time": in_words(standing.heard)}
    if standing.phase == "idle" or not standing.total:
        return ""
    numbers = {"done": grouped(min(standing.done, standing.total)), "total": grouped(standing.total)}
    if standing.phase == "building":
        return _("Building all pages: %(done)s of %(total)s …") % numbers
    return _("Rendering: %(done)s of %(total)s …") % numbers


def of_live(outcome: Outcome) -> str:
    """What is live, for the one who waits for it."""
    return _("%(title)s: live (%(time)s)") % {"title": outcome.title, "time": in_words(outcome.seconds)}


def of_failure(outcome: Outcome) -> str:
    """What is not live, and why."""
    return _("%(title)s: not live. %(reason)s") % {"title": outcome.title, "reason": outcome.reason}


def in_words(seconds: float) -> str:
    """A time as people say it: 0.08 s, 1.2 s, 45 s, 3 min, 5 h."""
    if seconds < 1:
        return f"{number_format(max(seconds, 0.01), 2) if seconds % 1 else round(seconds)} s"
    if seconds < 10:  # noqa: PLR2004 (where a tenth stops to matter)
        return f"{number_format(seconds, 1) if seconds % 1 else round(seconds)} s"
    if seconds < 2 * _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < 2 * _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.0f} h"
