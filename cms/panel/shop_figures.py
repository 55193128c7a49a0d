"""People and listings on the dashboard, and what of them waits for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState, WorkflowState

from cms.accounts.models import User
from cms.api import figures
from cms.api.figures import Number, Waiting, compared
from cms.catalog.admin.moderation import RIGHT
from cms.catalog.models import Availability, Listing
from cms.catalog.services import waiting_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.api.figures import Period


def register() -> None:
    """Add them to the dashboard."""
    figures.register_numbers(people, permission="accounts.view_user", order=40)
    figures.register_numbers(goods, order=50)
    figures.register_waiting(listings_in_review, permission=RIGHT)
    figures.register_waiting(pages_in_review)


def people(period: Period) -> Iterator[Number]:
    """Who joined."""
    now, before = compared(User.objects.order_by(), "date_joined", period)
    yield Number(label=_("New users"), now=now, before=before, url=reverse("wagtailusers_users:index"))


def goods(period: Period) -> Iterator[Number]:
    """What is for sale now, and what came newly."""
    # Counted by what has ended, the smaller part: a join of all would be slow.
    ended = Availability.objects.filter(ended_at__isnull=False).values("pk")
    pages = Listing.objects.filter(live=True)
    live = pages.count() - pages.filter(pk__in=ended).count()
    yield Number(label=_("Live listings"), now=live, url=reverse("listings:list"))
    now, before = compared(Listing.objects.filter(live=True), "published_at", period)
    yield Number(label=_("New listings"), now=now, before=before)


def listings_in_review(user: User) -> Iterator[Waiting]:
    """The queue of moderation."""
    count = waiting_for(user).count()
    yield Waiting(label=_("Listings in moderation"), count=count, url=reverse("listings:moderation"))


def pages_in_review(user: User) -> Iterator[Waiting]:
    """Pages that this person may approve."""
    states = TaskState.objects.reviewable_by(user).exclude(
        workflow_state__base_content_type=Listing.get_base_content_type()
    )
    waiting = states.filter(workflow_state__status=WorkflowState.STATUS_IN_PROGRESS).order_by("started_at", "pk")
    oldest = waiting.select_related("workflow_state").first()
    # The report of workflows is for others: who approves pages may open each, but not always the report.
    page_id = oldest.workflow_state.object_id if oldest else ""
    url = reverse("wagtailadmin_pages:edit", args=[page_id]) if page_id else reverse("wagtailadmin_home")
    yield Waiting(label=_("Pages that wait for approval"), count=waiting.count(), url=url)
