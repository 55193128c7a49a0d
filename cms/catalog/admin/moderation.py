"""The queue of moderation: one page, the next listing in full, a decision, and on to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import TaskState

from cms.accounts.directory import DIRECTORY
from cms.catalog.admin.columns import price_shown, seller_shown, thumbnail_of
from cms.catalog.admin.same_photos_shown import same_photos_shown
from cms.catalog.errors import CatalogError
from cms.catalog.models import Listing
from cms.catalog.services import decide_review, waiting_for

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from cms.accounts.models import User

RIGHT = "catalog.publish_listing"
_EARLIER = 5

REASONS = (
    gettext_lazy("The photos do not show the thing itself."),
    gettext_lazy("The text does not say enough: what it is, its state, what comes with it."),
    gettext_lazy("It stands in the wrong category."),
    gettext_lazy("The price is not one for cash on hand-over, or stands in the text otherwise."),
    gettext_lazy("Contact data do not belong into the text or the photos."),
    gettext_lazy("This may not be sold here."),
)
"""Beginnings of what a seller reads; own words are added."""


class DecisionForm(forms.Form):
    """Approve, or send back with a reason."""

    decision = forms.ChoiceField(choices=[("approve", "approve"), ("refuse", "refuse")])
    revision = forms.IntegerField()
    reason = forms.MultipleChoiceField(choices=[(str(one), text) for one, text in enumerate(REASONS)], required=False)
    words = forms.CharField(max_length=2000, required=False, strip=True)

    def clean(self) -> dict[str, Any]:
        """Who is refused reads why."""
        cleaned: dict[str, Any] = super().clean() or {}
        told = [str(REASONS[int(one)]) for one in cleaned.get("reason", ())]
        cleaned["comment"] = "\n".join([*told, *filter(None, [cleaned.get("words")])])
        if cleaned.get("decision") == "refuse" and not cleaned["comment"]:
            self.add_error(None, _("Say why: tick a reason, or write what the seller is to do."))
        return cleaned


@require_safe
@permission_required(RIGHT, login_url="wagtailadmin_login")
def next_in_queue(request: HttpRequest) -> HttpResponse:
    """To what waits longest, after the one that is skipped; or a page that says that nothing waits."""
    user: Any = request.user
    waiting = list(waiting_for(user).values_list("pk", flat=True)[:1000])
    skipped = request.GET.get("after", "")
    if skipped.isdecimal():
        waiting = [one for one in waiting if one > int(skipped)] or waiting
    if waiting:
        return redirect("listings:moderate", waiting[0])
    return TemplateResponse(request, "catalog/admin/nothing_waits.html")


class ModerationView(WagtailAdminTemplateMixin, FormView[DecisionForm]):
    """One listing of the queue."""

    template_name = "catalog/admin/moderation.html"
    form_class = DecisionForm
    page_title = gettext_lazy("Waiting for review")
    header_icon = "tasks"
    http_method_names = ("get", "head", "post")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For who may publish; who may not decide this one sees no form."""
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the queue, and what is looked at."""
        queue = {"url": reverse("listings:moderation"), "label": self.page_title}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": str(self.listing)}]

    @cached_property
    def state(self) -> TaskState:
        """What waits, or waited."""
        kind = Listing.get_base_content_type()
        states = TaskState.objects.select_related("workflow_state", "finished_by", "task")
        state = states.filter(pk=self.kwargs["state_id"], workflow_state__base_content_type=kind).first()
        if state is None:
            raise Http404
        return state

    @cached_property
    def listing(self) -> Listing:
        """The listing it is about, as it is."""
        found = Listing.objects.select_related("seller__seller_profile", "availability")
        listing = found.filter(pk=self.state.workflow_state.object_id).first()
        if listing is None:
            raise Http404
        return listing

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The listing in full, its seller, and what was refused before."""
        listing, state = self.listing, self.state
        draft: Listing = listing.get_latest_revision_as_object()
        user: Any = self.request.user
        waiting = waiting_for(user)
        photos = [(thumbnail_of(one.picture), one.alt) for one in draft.photos.all()]
        return {
            **super().get_context_data(**kwargs),
            "listing": listing,
            "draft": draft,
            "price": price_shown(draft.price),
            "live_price": price_shown(listing.price) if listing.live else "",
            "photos": photos,
            "same": same_photos_shown(listing, draft),
            "state": state,
            "decided": state.status != TaskState.STATUS_IN_PROGRESS,
            "may_decide": waiting.filter(pk=state.pk).exists(),
            "waiting": waiting.count(),
            "earlier": self._earlier(),
            "seller": seller_shown(listing),
            "figures": self._figures(listing.seller),
            "told": self._told(listing.seller) if user.has_perm("accounts.view_user") else [],
            "reasons": [(str(number), text) for number, text in enumerate(REASONS)],
            "next_url": f"{reverse('listings:moderation')}?after={state.pk}",
        }

    def _earlier(self) -> list[TaskState]:
        refused = TaskState.objects.filter(
            workflow_state__base_content_type=Listing.get_base_content_type(),
            workflow_state__object_id=str(self.listing.pk),
            status=TaskState.STATUS_REJECTED,
        )
        return list(refused.select_related("finished_by").order_by("-finished_at")[:_EARLIER])

    @staticmethod
    def _figures(seller: User) -> dict[str, Any]:
        own = Listing.objects.filter(seller=seller)
        counts = dict(own.values_list("availability__status").annotate(n=Count("pk")).order_by())
        ids = [str(pk) for pk in own.values_list("pk", flat=True)[:1000]]
        refused = TaskState.objects.filter(
            workflow_state__base_content_type=Listing.get_base_content_type(),
            workflow_state__object_id__in=ids,
            status=TaskState.STATUS_REJECTED,
        )
        return {
            "since": seller.date_joined,
            "published": own.filter(first_published_at__isnull=False).count(),
            "sold": counts.get("sold", 0),
            "suspended": counts.get("suspended", 0),
            "refused": refused.count(),
        }

    @staticmethod
    def _told(seller: User) -> list[tuple[str | _StrPromise, Any]]:
        """What other packages tell of the seller, as in the list of people."""
        figures = DIRECTORY.figures.values()
        return [(one.label, one.tell([seller.pk]).get(seller.pk, one.otherwise)) for one in figures]

    def form_invalid(self, form: DecisionForm) -> HttpResponse:
        """The page with what is missing."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        """Decide, or say why not; then on to the next."""
        given = form.cleaned_data
        user: Any = self.request.user
        approve = given["decision"] == "approve"
        try:
            listing = decide_review(
                self.state.pk,
                user=user,
                approve=approve,
                comment="" if approve else given["comment"],
                seen_revision=given["revision"],
            )
        except CatalogError as error:
            form.add_error(None, str(error))
            del self.state  # Shown as it is now.
            return self.form_invalid(form)
        told = _("“%(listing)s” is approved.") if approve else _("“%(listing)s” is sent back to its seller.")
        messages.success(self.request, told % {"listing": listing})
        return redirect(f"{reverse('listings:moderation')}?after={self.state.pk}")
