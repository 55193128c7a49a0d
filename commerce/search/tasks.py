"""The words of what is for sale are counted in the background."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from commerce.search import vocabulary

APART = timedelta(minutes=10)
BEFORE_SHOW = -20
"""After what people wait for, before the many photos of a demo."""


@task(priority=BEFORE_SHOW)
def count_words() -> int:
    """Read what is for sale; how many words are known now."""
    return vocabulary.count_words()
