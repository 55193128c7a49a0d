"""The pages on which people report something, and read what was decided about theirs."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from commerce.catalog import listings
from commerce.conversations.models import Conversation, PublicQuestion
from commerce.conversations.subjects import title_of
from commerce.numbers import number_in
from commerce.reports import services
from commerce.reports.errors import NothingToReport, ReportRefused
from commerce.reports.forms import AppealForm, ReportForm, WhereForm
from commerce.reports.models import Report
from commerce.reports.words import reason_in_words
from commerce.theme import translate


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Say which listing is meant, and go on to its form."""
    form = WhereForm(request.GET if "where" in request.GET else None)
    if form.is_bound and form.is_valid():
        return HttpResponseRedirect(f"/report/{form.cleaned_data['where']}")
    context = {"title": "Report illegal content", "form": form}
    return render(request, "reports/where.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def report_listing(request: HttpRequest, number: int) -> HttpResponse:
    """Report a listing; guests may, too."""
    record = listings([number]).get(number)
    if record is None:
        raise Http404

    question = _question(request, number)

    def act(form: ReportForm) -> None:
        given = form.cleaned_data
        report = services.report_listing if question is None else services.report_question
        report(
            number if question is None else question.pk,
            by_id=request.user.pk,
            email=given.get("email", ""),
            reason=given["reason"],
            text=given["text"],
            now=timezone.now(),
        )

    return _page(request, act, {"what": record.title, "path": record.path, "is_listing": True, "question": question})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_messages(request: HttpRequest, number: int) -> HttpResponse:
    """Report what the other one wrote."""
    user_id = request.user.pk or 0
    conversation = Conversation.objects.of(user_id).select_related("order", "listing").filter(pk=number).first()
    if conversation is None:
        raise Http404

    def act(form: ReportForm) -> None:
        given = form.cleaned_data
        services.report_messages(number, by_id=user_id, reason=given["reason"], text=given["text"], now=timezone.now())

    return _page(
        request, act, {"what": title_of(conversation), "path": conversation.path, "is_listing": False, "question": None}
    )


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The page after a report."""
    return render(request, "reports/thanks.html", {"title": "Thank you"})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, number: int) -> HttpResponse:
    """Read why something was decided about one's own, and contradict."""
    report = Report.objects.filter(pk=number, person_id=request.user.pk).first()
    if report is None or report.decision in {Report.Decision.OPEN, Report.Decision.DISMISSED}:
        raise Http404
    now = timezone.now()
    form = AppealForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            services.appeal(number, report.person_id, form.cleaned_data["text"], now=now)
        except ReportRefused as refused:
            form.add_error(None, refused.words)
            status = 409
        else:
            messages.success(request, translate("Your appeal has arrived. Somebody else will look at it."))
            return HttpResponseRedirect(report.path)
    context = {
        "title": "Decision about a report",
        "report": report,
        "reason": reason_in_words(report.reason),
        "may_appeal": services.may_appeal(report, now=now),
        "form": form,
    }
    return render(request, "reports/decision.html", context, status=status)


def _question(request: HttpRequest, listing_id: int) -> PublicQuestion | None:
    """The question on the listing that is meant, if one is. Raises Http404 for one that is not shown there."""
    if "question" not in request.GET:
        return None
    shown = PublicQuestion.objects.filter(message__conversation__listing_id=listing_id)
    shown = shown.filter(state=PublicQuestion.State.SHOWN)
    found = shown.filter(pk=number_in(request.GET, "question") or 0).first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, act: Callable[[ReportForm], None], about: dict[str, object]) -> HttpResponse:
    form = ReportForm(request.POST if request.method == "POST" else None, is_guest=not request.user.is_authenticated)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            act(form)
        except NothingToReport:
            raise Http404 from None
        except ReportRefused as refused:
            form.add_error(None, refused.words)
            status = 409
        else:
            return HttpResponseRedirect("/report/thanks")
    return render(request, "reports/new.html", {"title": "Report", "form": form, **about}, status=status)
