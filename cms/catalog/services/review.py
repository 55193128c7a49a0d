"""Listings that somebody looks at before buyers do: by the workflow that the shop has for listings, if it has one."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import TaskState, WorkflowState

from cms.accounts.models import User
from cms.catalog.models import Listing


def has_review() -> bool:
    """Whether the shop has a workflow for listings."""
    return Listing.get_default_workflow() is not None


@transaction.atomic
def submit_listing(listing_id: int, *, user: User | None = None) -> None:
    """Hand the latest draft to those who review; what is in review already is looked at anew.

    Raises LookupError when the shop has no workflow for listings.
    """
    listing = Listing.objects.select_for_update(of=("self",)).get(pk=listing_id)
    state = listing.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=user)
        return
    if state is not None:
        state.cancel(user=user)
    workflow = listing.get_workflow()
    if workflow is None:
        raise LookupError("no workflow for listings")
    workflow.start(listing, user)


@transaction.atomic
def take_out_of_review(listing_id: int, *, user: User | None = None) -> None:
    """End a review without a result; one that is not in review stays as it is."""
    listing = Listing.objects.select_for_update(of=("self",)).get(pk=listing_id)
    state = listing.current_workflow_state
    if state is not None:
        state.cancel(user=user)


def refusals(listing_ids: list[int]) -> dict[int, str]:
    """What reviewers wrote when they sent these listings back, of those that have not been submitted again since."""
    states = WorkflowState.objects.filter(
        base_content_type=Listing.get_base_content_type(),
        object_id__in=[str(one) for one in listing_ids],
        status=WorkflowState.STATUS_NEEDS_CHANGES,
    )
    words = states.filter(current_task_state__status=TaskState.STATUS_REJECTED)
    return {int(pk): comment for pk, comment in words.values_list("object_id", "current_task_state__comment")}
