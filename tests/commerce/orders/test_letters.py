"""The mails of orders: each can be written, and the code is in one of them and never in the outbox."""

import json
from datetime import timedelta

import pytest

from commerce.notifications.letter import letter_of
from commerce.notifications.models import Notification
from commerce.orders.services import act, run_due
from tests.factories.goods import make_listing
from tests.factories.orders import MEETING, NOW, agree_on, code_of, make_order
from tests.factories.people import make_moderator

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def last(kind, person):
    return letter_of(Notification.objects.filter(kind=kind, recipient=person).order_by("-pk")[0])


def test_every_kind_of_mail_can_be_written():
    for state in ("handed_over", "no_show", "disputed", "completed", "cancelled"):
        make_order(state=state)
    order = make_order(state="accepted")
    act(order.pk, "propose", now=NOW, person_id=order.buyer_id, place="Café", starts_at=MEETING)
    act(order.pk, "turn-down", now=NOW, person_id=order.seller_id, note="Too late")
    declined = make_order()
    act(declined.pk, "decline", now=NOW, person_id=declined.seller_id, note="Sold <b>already</b>")
    complaint = make_order(state="completed")
    act(complaint.pk, "complain", now=MEETING, person_id=complaint.buyer_id, note="Broken")
    longer = make_order()
    act(longer.pk, "extend", now=NOW, as_operator=True, note="They are ill.", more_hours=24)
    decided = make_order(state="disputed")
    moderator = make_moderator()
    act(decided.pk, "decide-done", now=MEETING, person_id=moderator.pk, as_operator=True, note="Proof enough.")
    act(decided.pk, "appeal", now=MEETING, person_id=decided.buyer_id, note="No!")
    act(decided.pk, "reverse", now=MEETING, person_id=moderator.pk, as_operator=True, note="Oh.")
    make_order(state="scheduled")
    run_due(MEETING - 2 * HOUR)

    kinds = set()
    for row in Notification.objects.select_related("recipient"):
        letter = letter_of(row)
        kinds.add(row.kind)
        assert letter.subject
        assert "O-0000" in letter.subject
        assert "€35.00" in letter.body or row.kind.startswith("meeting-") or row.kind == "order-no-show"
        assert "<b>already</b>" not in letter.alternatives[0][0]

    assert kinds == {
        "order-requested", "order-accepted", "order-declined", "order-cancelled", "meeting-proposed",
        "meeting-turned-down", "meeting-agreed", "order-handed-over", "order-no-show", "order-completed",
        "order-disputed", "order-complaint", "order-reminder", "order-extended", "order-appeal", "order-appeal-decided",
    }  # fmt: skip


def test_the_code_is_in_the_buyers_mail_and_never_in_the_outbox():
    order = make_order(make_listing(title="Red bike"), state="scheduled")
    code = code_of(order)

    assert code in last("meeting-agreed", order.buyer).body
    assert code not in last("meeting-agreed", order.seller).body
    assert code not in json.dumps(list(Notification.objects.values_list("context", flat=True)))


def test_a_mail_that_comes_after_the_meeting_was_moved_has_no_code():
    order = make_order(state="scheduled")
    first = Notification.objects.get(kind="meeting-agreed", recipient=order.buyer)
    old = code_of(order)

    agree_on(order, MEETING + timedelta(days=1))

    assert old not in letter_of(first).body
    assert code_of(order) in last("meeting-agreed", order.buyer).body


def calendars(letter):
    return [one for one in letter.message().walk() if one.get_content_type() == "text/calendar"]


def unfolded(part):
    return part.get_payload(decode=True).decode().replace("\r\n ", "").split("\r\n")


def test_the_mail_of_a_meeting_brings_it_for_the_calendar_of_each_side():
    order = make_order(state="scheduled")

    for person, other in ((order.buyer, order.seller_name), (order.seller, order.buyer_name)):
        [part] = calendars(last("meeting-agreed", person))
        lines = unfolded(part)
        assert part.get_param("method") == "PUBLISH"
        assert part.get_filename() == "O-000001.ics"
        assert "METHOD:PUBLISH" in lines
        assert "UID:O-000001@localhost" in lines
        assert "SEQUENCE:0" in lines
        assert "DTSTART:20260504T120000Z" in lines
        assert f"SUMMARY:Meet {other} (O-000001)" in lines


def test_a_moved_meeting_is_the_same_event_and_a_cancelled_one_is_taken_out():
    order = make_order(state="scheduled")
    agree_on(order, MEETING + timedelta(days=1))
    moved = unfolded(calendars(last("meeting-agreed", order.buyer))[0])
    act(order.pk, "cancel", now=NOW, person_id=order.seller_id)
    [part] = calendars(last("order-cancelled", order.buyer))
    gone = unfolded(part)

    assert {"UID:O-000001@localhost", "SEQUENCE:1", "DTSTART:20260505T120000Z", "STATUS:CONFIRMED"} <= set(moved)
    assert part.get_param("method") == "CANCEL"
    assert {"METHOD:CANCEL", "UID:O-000001@localhost", "SEQUENCE:2", "STATUS:CANCELLED"} <= set(gone)


def test_no_calendar_is_bothered_where_nothing_was_agreed_or_the_time_has_passed():
    ended = make_order(state="cancelled")
    absent = make_order(state="no_show")
    run_due(MEETING + timedelta(days=4))

    assert calendars(last("order-cancelled", ended.seller)) == []
    assert calendars(last("order-cancelled", absent.buyer)) == []
    assert calendars(last("order-requested", ended.seller)) == []
