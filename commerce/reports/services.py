"""What changes reports: making one, deciding, appealing, deciding the appeal. A report alone changes nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from commerce.catalog import listings, reinstate_listing, suspend_listing
from commerce.conversations.models import Conversation, PublicQuestion
from commerce.conversations.public_questions import put_question_back, take_down_question
from commerce.notifications.services import notify
from commerce.reports.errors import NoAppeal, NotDecidable, NothingToReport, ReportRefused, TooManyReports
from commerce.reports.models import Report
from commerce.reports.words import reason_in_words
from commerce.theme import translate

REPORTS_A_DAY = 10
"""By one person, or from one address of a guest."""

GUEST_REPORTS_A_DAY = 200
"""From all guests together: their addresses cost nothing."""

APPEAL_DAYS = 180


@transaction.atomic
def report_listing(  # noqa: PLR0913 (keyword-only: what a report is made of)
    listing_id: int, *, by_id: int | None, email: str = "", reason: str, text: str, now: datetime
) -> Report:
    """Report a listing that has a page; a guest gives an address. An open report of the same person stands.

    Raises NothingToReport, ReportRefused for one's own, TooManyReports.
    """
    listing = listings([listing_id]).get(listing_id)
    if listing is None:
        raise NothingToReport
    about = {"listing_id": listing_id, "person_id": listing.seller_id, "title": listing.title}
    return _reported(about, by_id=by_id, email=email, reason=reason, text=text, now=now)


@transaction.atomic
def report_question(  # noqa: PLR0913 (keyword-only: as above)
    question_id: int, *, by_id: int | None, email: str = "", reason: str, text: str, now: datetime
) -> Report:
    """Report a question and its answer that stand on the page of a listing.

    Raises NothingToReport for what is not shown, ReportRefused for one's own, TooManyReports.
    """
    question = PublicQuestion.objects.select_related("message__conversation__listing").filter(pk=question_id).first()
    if question is None or not question.is_shown or question.message.conversation.listing is None:
        raise NothingToReport
    listing = question.message.conversation.listing
    about = {
        "listing_id": listing.pk,
        "question_id": question_id,
        "person_id": question.message.conversation.seller_id,
        "title": translate("Question about {listing}", listing=listing.title)[:200],
    }
    return _reported(about, by_id=by_id, email=email, reason=reason, text=text, now=now)


@transaction.atomic
def report_messages(conversation_id: int, *, by_id: int, reason: str, text: str, now: datetime) -> Report:
    """Report what the other one wrote. Raises NothingToReport when one takes no part in it, and TooManyReports."""
    conversation = Conversation.objects.filter(pk=conversation_id).first()
    if conversation is None or by_id not in {conversation.asker_id, conversation.seller_id}:
        raise NothingToReport
    about = {
        "conversation_id": conversation_id,
        "person_id": conversation.other_than(by_id),
        "title": translate("Messages"),
    }
    return _reported(about, by_id=by_id, email="", reason=reason, text=text, now=now)


@transaction.atomic
def decide(report_id: int, moderator_id: int, *, decision: str, statement: str, now: datetime) -> Report:
    """Say what becomes of a report, and why; the other side gets the reasons, who reported it the outcome.

    Raises NotDecidable, also for a moderator who has a part in it.
    """
    report = Report.objects.select_for_update().get(pk=report_id)
    if report.decision != Report.Decision.OPEN:
        raise NotDecidable(_("Somebody has decided this report already."))
    if moderator_id in {report.person_id, report.by_id}:
        raise NotDecidable(_("You have a part in this yourself: somebody else of the team decides."))
    if decision == Report.Decision.OPEN or not statement.strip():
        raise NotDecidable(_("A decision needs its reasons."))
    if decision == Report.Decision.SUSPENDED:
        if report.listing_id is None:
            raise NotDecidable(_("Only a listing can be taken off."))
        report.took_off = suspend_listing(report.listing_id, now=now)
    if decision == Report.Decision.REMOVED:
        if report.question_id is None:
            raise NotDecidable(_("Only a question on a listing can be taken down."))
        report.took_off = take_down_question(report.question_id)
    report.decision, report.statement = decision, statement.strip()
    report.decided_by_id, report.decided_at = moderator_id, now
    report.save(update_fields=["decision", "statement", "decided_by", "decided_at", "took_off"])
    if decision != Report.Decision.DISMISSED:
        notify(report.person_id, "report-reasons", {**_told(report), "statement": report.statement})
    _tell_reporter(report, "report-decided", {"was_right": decision != Report.Decision.DISMISSED})
    return report


@transaction.atomic
def appeal(report_id: int, person_id: int, text: str, *, now: datetime) -> Report:
    """Contradict a decision, once and in time. Raises NothingToReport for a stranger, NoAppeal."""
    report = Report.objects.select_for_update().filter(pk=report_id, person_id=person_id).first()
    if report is None:
        raise NothingToReport
    if not may_appeal(report, now=now):
        raise NoAppeal(translate("Against this decision no appeal is possible any more."))
    report.appeal, report.appeal_text, report.appealed_at = Report.Appeal.OPEN, text, now
    report.save(update_fields=["appeal", "appeal_text", "appealed_at"])
    return report


@transaction.atomic
def decide_appeal(report_id: int, moderator_id: int, *, is_granted: bool, answer: str, now: datetime) -> Report:
    """Answer an appeal; when it is granted, what was taken off by it comes back.

    Raises NotDecidable, also for who made the first decision.
    """
    report = Report.objects.select_for_update().get(pk=report_id)
    if report.appeal != Report.Appeal.OPEN:
        raise NotDecidable(_("There is no open appeal."))
    if moderator_id in {report.decided_by_id, report.person_id, report.by_id}:
        raise NotDecidable(_("An appeal is decided by somebody who had no part in it before."))
    if not answer.strip():
        raise NotDecidable(_("A decision needs its reasons."))
    if is_granted and report.took_off:
        _bring_back(report)
    report.appeal = Report.Appeal.GRANTED if is_granted else Report.Appeal.REJECTED
    report.appeal_answer, report.appeal_decided_by_id, report.appeal_decided_at = answer.strip(), moderator_id, now
    report.save(update_fields=["appeal", "appeal_answer", "appeal_decided_by", "appeal_decided_at"])
    told = {**_told(report), "is_granted": is_granted, "answer": report.appeal_answer}
    notify(report.person_id, "report-appeal-decided", told)
    return report


def _bring_back(report: Report) -> None:
    """What the decision took off the shop."""
    if report.decision == Report.Decision.REMOVED and report.question_id is not None:
        put_question_back(report.question_id)
    elif report.listing_id is not None:
        reinstate_listing(report.listing_id)


def may_appeal(report: Report, *, now: datetime) -> bool:
    """Whether the other side may contradict."""
    return (
        report.decision not in {Report.Decision.OPEN, Report.Decision.DISMISSED}
        and report.appeal == Report.Appeal.NONE
        and report.decided_at is not None
        and now < report.decided_at + timedelta(days=APPEAL_DAYS)
    )


def _reported(  # noqa: PLR0913 (keyword-only: as above)
    about: dict[str, Any], *, by_id: int | None, email: str, reason: str, text: str, now: datetime
) -> Report:
    if by_id is not None:
        # Two reports at once are counted one after the other.
        get_user_model().objects.select_for_update(no_key=True).get(pk=by_id)
        if by_id == about["person_id"]:
            raise ReportRefused(translate("This is your own."))
        known = Report.objects.filter(
            **{"question_id": None, **about} | {"by_id": by_id, "decision": Report.Decision.OPEN}
        ).first()
        if known is not None:
            return known
    _refuse_flood(by_id, email, now)
    report = Report.objects.create(**about, by_id=by_id, by_email=email, reason=reason, text=text, made_at=now)
    _tell_reporter(report, "report-received", {"reason": reason_in_words(reason), "text": text})
    return report


def _refuse_flood(by_id: int | None, email: str, now: datetime) -> None:
    today = Report.objects.filter(made_at__gt=now - timedelta(days=1))
    own = today.filter(by_email=email, by=None) if by_id is None else today.filter(by_id=by_id)
    if own.count() >= REPORTS_A_DAY:
        raise TooManyReports(translate("That is a lot of reports for one day. Thank you! Please come back tomorrow."))
    if by_id is None and today.filter(by=None).count() >= GUEST_REPORTS_A_DAY:
        raise TooManyReports(translate("There are very many reports by guests today. Please log in to report it."))


def _tell_reporter(report: Report, kind: str, words: dict[str, Any]) -> None:
    notify(report.by_id, kind, {"number": report.pk, "what": report.title, **words}, address=report.by_email)


def _told(report: Report) -> dict[str, Any]:
    return {
        "what": report.title,
        "reason": reason_in_words(report.reason),
        "is_off": report.took_off and report.question_id is None,
        "is_question": report.took_off and report.question_id is not None,
        "path": report.path,
    }
