"""What must be true besides the state. Each guard raises ActionRefused with words for the person who asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from commerce.orders import codes
from commerce.orders.errors import ActionRefused, WrongCode
from commerce.orders.machine import CODE_TRIES, MOST_MORE_HOURS, Action, Appeal, Guard
from commerce.orders.models import HandoverCode, PickupWindow
from commerce.orders.operators import somebody_else_may_decide
from commerce.orders.services.deed import Deed
from commerce.orders.slots import is_free, is_slot
from commerce.orders.when import spoken
from commerce.theme import translate

Check = Callable[[Deed], WrongCode | None]

FARTHEST = timedelta(days=60)


def _not_own_proposal(deed: Deed) -> None:
    if deed.proposed is None:
        raise ActionRefused(translate("There is no proposal any more."))
    if deed.proposed.proposed_by == deed.actor:
        raise ActionRefused(translate("This is your own proposal: the other side answers it."))


def _in_future(deed: Deed) -> None:
    if deed.transition.action == Action.CONFIRM:
        start = deed.proposed.starts_at if deed.proposed else None
    else:
        start = deed.details.starts_at
    if start is None or not deed.now < start <= deed.now + FARTHEST:
        raise ActionRefused(translate("The time must be to come, within sixty days."))


def _few_changes(deed: Deed) -> None:
    most = deed.order.agreed_terms.changes
    if deed.order.meeting_changes >= most:
        raise ActionRefused(translate("The meeting was moved {count} times already. Call it off instead.", count=most))


def _window_free(deed: Deed) -> None:
    # Locked, so that the last place is given once.
    windows = PickupWindow.objects.select_for_update().filter(seller_id=deed.order.seller_id)
    window = windows.filter(pk=deed.details.window_id or 0).first()
    start = deed.details.starts_at
    if window is None or start is None or not is_slot(window, start, now=deed.now) or not is_free(window, start):
        raise ActionRefused(translate("This time is no longer free. Please pick another one."))


def _code_fits(deed: Deed) -> WrongCode | None:
    code = HandoverCode.objects.filter(appointment=deed.agreed, voided_at=None, used_at=None).first()
    if code is None:
        raise ActionRefused(translate("There is no code for this meeting. Confirm the hand-over without it."))
    if not code.valid_from <= deed.now <= code.valid_until:
        raise ActionRefused(
            translate(
                "The code is valid from {start} to {end}.", start=spoken(code.valid_from), end=spoken(code.valid_until)
            )
        )
    if code.tries >= CODE_TRIES:
        raise ActionRefused(translate("Too many wrong codes. Confirm the hand-over without a code."))
    if len(codes.bare(deed.details.code)) != codes.DIGITS:
        raise ActionRefused(translate("The code has six digits."))
    if codes.fits(code.digest, code.nonce, deed.details.code):
        return None
    code.tries += 1
    code.save(update_fields=["tries"])
    left = CODE_TRIES - code.tries
    return WrongCode(translate("This is not the code. Tries left: {count}.", count=left), left)


def _meeting_began(deed: Deed) -> None:
    if deed.agreed is None or deed.now < deed.agreed.starts_at:
        raise ActionRefused(translate("The meeting has not begun yet."))


def _hour_passed(deed: Deed) -> None:
    wait = timedelta(hours=deed.order.agreed_terms.no_show_hours)
    if deed.agreed is None or deed.now < deed.agreed.starts_at + wait:
        raise ActionRefused(translate("You can say so one hour after the agreed time at the earliest."))


def _other_side(deed: Deed) -> None:
    if deed.order.spoke == deed.actor:
        raise ActionRefused(translate("You have said so already: now the other side answers."))


def _text(deed: Deed) -> None:
    if not deed.details.note.strip():
        raise ActionRefused(translate("Please say in a few words what happened."))


def _some_hours(deed: Deed) -> None:
    if not 1 <= deed.details.more_hours <= MOST_MORE_HOURS:
        raise ActionRefused(translate("Give between one hour and {count} days more.", count=MOST_MORE_HOURS // 24))


def _complaint_in_time(deed: Deed) -> None:
    order = deed.order
    if order.complained_at is not None:
        raise ActionRefused(translate("You have complained already."))
    days = order.agreed_terms.complaint_days
    if order.received_at is None or deed.now > order.received_at + timedelta(days=days):
        raise ActionRefused(translate("A complaint is possible up to {count} days after the deal.", count=days))


def _appeal_in_time(deed: Deed) -> None:
    order = deed.order
    if order.appeal:
        raise ActionRefused(translate("Against this decision no appeal is possible any more."))
    days = order.agreed_terms.appeal_days
    if order.decided_at is None or deed.now > order.decided_at + timedelta(days=days):
        raise ActionRefused(
            translate("An appeal is possible up to {count} days after the team decided about a dispute.", count=days)
        )


def _appeal_waits(deed: Deed) -> None:
    if deed.order.appeal != Appeal.WAITS:
        raise ActionRefused(translate("There is no appeal that waits."))


def _other_operator(deed: Deed) -> None:
    order, sides = deed.order, {deed.order.buyer_id, deed.order.seller_id}
    if deed.person_id == order.decided_by_id and somebody_else_may_decide({*sides, deed.person_id or 0}):
        raise ActionRefused(translate("You made the decision: somebody else of the team looks at the appeal."))


CHECKS: dict[Guard, Check] = {
    Guard.NOT_OWN_PROPOSAL: _not_own_proposal,
    Guard.IN_FUTURE: _in_future,
    Guard.FEW_CHANGES: _few_changes,
    Guard.WINDOW_FREE: _window_free,
    Guard.CODE_FITS: _code_fits,
    Guard.MEETING_BEGAN: _meeting_began,
    Guard.HOUR_PASSED: _hour_passed,
    Guard.OTHER_SIDE: _other_side,
    Guard.TEXT: _text,
    Guard.SOME_HOURS: _some_hours,
    Guard.COMPLAINT_IN_TIME: _complaint_in_time,
    Guard.APPEAL_IN_TIME: _appeal_in_time,
    Guard.APPEAL_WAITS: _appeal_waits,
    Guard.OTHER_OPERATOR: _other_operator,
}
