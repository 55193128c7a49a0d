"""Listings that a moderator looks at before buyers do, by Wagtail's workflow for listings."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Cast
from wagtail.models import GroupApprovalTask, TaskState, Workflow, WorkflowContentType, WorkflowState, WorkflowTask

from cms.accounts.models import User
from cms.accounts.roles import Role
from cms.catalog.models import Listing

WORKFLOW_NAME = "Listings of new sellers"


@transaction.atomic
def submit_listing(listing_id: int) -> None:
    """Hand the latest draft to those who review; what is in review already is looked at anew.

    By the workflow that an admin gave to listings, else by one that any moderator ends, which is made when it is
    needed first. Nobody is written down as the one who asked: Wagtail would send them mails that lead to the admin.
    """
    listing = Listing.objects.select_for_update(of=("self",)).get(pk=listing_id)
    state = listing.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume()
        return
    if state is not None:
        state.cancel()
    workflow = listing.get_workflow() or _make_workflow()
    workflow.start(listing, None)


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


def ids_in_review() -> QuerySet[WorkflowState, int]:
    """The ids of all listings that wait for a moderator, live ones with a changed draft too; for a filter."""
    waiting = WorkflowState.objects.filter(
        base_content_type=Listing.get_base_content_type(), status=WorkflowState.STATUS_IN_PROGRESS
    )
    numbered = waiting.annotate(listing_id=Cast("object_id", BigIntegerField()))
    ids: QuerySet[WorkflowState, int] = numbered.values_list("listing_id", flat=True)
    return ids


def _make_workflow() -> Workflow:
    task = GroupApprovalTask.objects.create(name=WORKFLOW_NAME)
    task.groups.add(Group.objects.get_or_create(name=Role.MODERATOR.value)[0])
    workflow = Workflow.objects.create(name=WORKFLOW_NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task)
    kind = ContentType.objects.get_for_model(Listing)
    WorkflowContentType.objects.update_or_create(content_type=kind, defaults={"workflow": workflow})
    return workflow
