"""Questions and answers that stand on the page of a listing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from cms.catalog.models import Availability
from cms.contract.records import QuestionRecord


def show_questions(listing_id: int, questions: Sequence[QuestionRecord]) -> bool:
    """Set what stands on the page of a listing; whether that is news."""
    stored = [{**asdict(one), "day": one.day.isoformat()} for one in questions]
    return bool(Availability.objects.filter(pk=listing_id).exclude(questions=stored).update(questions=stored))
