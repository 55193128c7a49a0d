"""A moderator's decision on a listing that waits: taken once, about what the moderator has seen."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import TaskState, WorkflowState

from cms.accounts.models import User
from cms.catalog.errors import AlreadyDecided, ChangedMeanwhile, NothingToDecide
from cms.catalog.models import Listing


def waiting_for(user: User) -> QuerySet[TaskState]:
    """What this person may decide, the longest waiting first."""
    states: QuerySet[TaskState] = TaskState.objects.reviewable_by(user)
    of_listings = states.filter(
        workflow_state__base_content_type=Listing.get_base_content_type(),
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
    )
    return of_listings.order_by("started_at", "pk")


@transaction.atomic
def decide_review(state_id: int, *, user: User, approve: bool, comment: str = "", seen_revision: int) -> Listing:
    """Approve or send back. Nobody's decision is overwritten, and nothing is approved that was not seen.

    Raises AlreadyDecided, ChangedMeanwhile, NothingToDecide.
    """
    state = TaskState.objects.select_for_update(of=("self",)).filter(pk=state_id).first()
    if state is None:
        raise NothingToDecide
    listing = Listing.objects.select_for_update(of=("self",)).filter(pk=state.workflow_state.object_id).first()
    if listing is None or state.workflow_state.base_content_type != Listing.get_base_content_type():
        raise NothingToDecide
    if state.status != TaskState.STATUS_IN_PROGRESS:
        raise AlreadyDecided(state.status, str(state.finished_by or ""))
    if listing.latest_revision_id != seen_revision:
        raise ChangedMeanwhile(listing.title)
    if not waiting_for(user).filter(pk=state_id).exists():
        raise NothingToDecide
    task = state.task.specific
    task.on_action(state, user, "approve" if approve else "reject", comment=comment)
    return listing
