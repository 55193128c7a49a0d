"""What Wagtail says when a review ends: it has no other door for that."""

from __future__ import annotations

from typing import Any

from wagtail.signals import workflow_approved, workflow_rejected

from commerce.selling.letters import tell_of_approval, tell_of_refusal

_LISTING = ("catalog", "listing")


def connect() -> None:
    """Listen to it."""
    workflow_rejected.connect(_refused, dispatch_uid="selling.refused")
    workflow_approved.connect(_approved, dispatch_uid="selling.approved")


def _refused(*, instance: Any, **_: Any) -> None:
    if instance.content_type.natural_key() == _LISTING:
        tell_of_refusal(instance.content_object, instance.current_task_state.comment)


def _approved(*, instance: Any, **_: Any) -> None:
    if instance.content_type.natural_key() == _LISTING:
        tell_of_approval(instance.content_object)
