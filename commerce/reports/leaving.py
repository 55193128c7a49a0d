"""Reports in somebody's own data: those they made, and what was decided about their own things."""

from __future__ import annotations

from typing import Any

from commerce.reports.models import Report


def reports_of(user_id: int) -> dict[str, list[dict[str, Any]]]:
    """What a person reported; and decisions about them, without who reported."""
    made = Report.objects.filter(by=user_id).order_by("pk")
    about = Report.objects.filter(person=user_id).exclude(decision=Report.Decision.OPEN).order_by("pk")
    return {
        "made": [dict(one) for one in made.values("title", "reason", "text", "made_at", "decision", "statement")],
        "about": [
            dict(one)
            for one in about.values("title", "reason", "decision", "decided_at", "statement", "appeal", "appeal_text")
        ],
    }
