from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from cms.catalog.models import Availability
from cms.changes.models import Change
from commerce.conversations.services import ask_about_listing
from commerce.notifications.letter import letter_of
from commerce.notifications.models import Notification
from commerce.reports import services
from commerce.reports.errors import NoAppeal, NotDecidable, NothingToReport, ReportRefused, TooManyReports
from commerce.reports.models import Report
from tests.factories.goods import make_listing
from tests.factories.people import make_moderator, make_user

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
Decision, Appeal = Report.Decision, Report.Appeal


def after(**delta):
    return NOON + timedelta(**delta)


@pytest.fixture
def listing():
    return make_listing(title="Oak table")


@pytest.fixture
def ann():
    return make_user(name="Ann Archer")


def report(listing, by=None, *, text="It is a fake.", **delta):
    return services.report_listing(
        listing.pk,
        by_id=by.pk if by else None,
        email="" if by else "guest@example.org",
        reason="fake",
        text=text,
        now=after(**delta),
    )


def decide(one, moderator=None, *, decision=Decision.SUSPENDED, statement="Not real oak.", **delta):
    by = moderator or make_moderator()
    return services.decide(one.pk, by.pk, decision=decision, statement=statement, now=after(**delta))


def status(listing):
    return Availability.objects.get(pk=listing.pk).status


def mails():
    return [(one.goes_to, one.kind) for one in Notification.objects.order_by("pk")]


@pytest.mark.both_databases
def test_a_report_alone_changes_nothing(ann, listing):
    Change.objects.all().delete()
    before = Availability.objects.filter(pk=listing.pk).values().get()

    one = report(listing, ann)

    assert (one.person, one.title, one.decision) == (listing.seller, "Oak table", Decision.OPEN)
    assert Availability.objects.filter(pk=listing.pk).values().get() == before
    listing.seller.refresh_from_db()
    assert listing.seller.is_active
    assert not Change.objects.exists()
    assert mails() == [(ann.email, "report-received")]


def test_the_same_person_reports_a_listing_once(ann, listing):
    assert report(listing, ann) == report(listing, ann, text="Still a fake.", hours=1)
    assert Report.objects.count() == 1
    assert len(mails()) == 1


@pytest.mark.both_databases
def test_the_database_holds_one_open_report_of_a_person(ann, listing):
    one = report(listing, ann)
    one.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        one.save(force_insert=True)


def test_a_guest_reports_with_an_address(listing):
    one = report(listing)

    assert (one.by, one.by_email) == (None, "guest@example.org")
    letter = letter_of(Notification.objects.get())
    assert letter.to == ["guest@example.org"]
    assert letter.subject == "Your report about Oak table has arrived"
    assert "A fake or stolen" in letter.body


def test_nobody_reports_their_own_or_what_is_not_there(ann, listing):
    with pytest.raises(ReportRefused, match="This is your own"):
        report(listing, listing.seller)
    with pytest.raises(NothingToReport):
        report(make_listing(live=False), ann)

    assert not Report.objects.exists()


def test_nobody_reports_more_than_a_person_would(ann, monkeypatch):
    monkeypatch.setattr(services, "REPORTS_A_DAY", 2)
    for by in (ann, None):
        for _ in range(2):
            report(make_listing(), by)
        with pytest.raises(TooManyReports):
            report(make_listing(), by, hours=23)

    assert Report.objects.count() == 4
    report(make_listing(), ann, hours=24)


def test_guests_together_are_limited(monkeypatch, listing):
    monkeypatch.setattr(services, "GUEST_REPORTS_A_DAY", 0)

    with pytest.raises(TooManyReports, match="log in"):
        report(listing)


def test_a_listing_is_taken_off_with_reasons(ann, listing):
    one = decide(report(listing, ann))

    assert (one.decision, one.took_off, status(listing)) == (Decision.SUSPENDED, True, "suspended")
    assert mails()[1:] == [(listing.seller.email, "report-reasons"), (ann.email, "report-decided")]
    letter = letter_of(Notification.objects.get(kind="report-reasons"))
    assert letter.subject == "Oak table has been taken off the shop"
    assert "Not real oak." in letter.body
    assert f"http://localhost:8000/report/decision/{one.pk}" in letter.body
    assert "Ann" not in letter.body
    assert "You were right" in letter_of(Notification.objects.get(kind="report-decided")).body


@pytest.mark.parametrize(("decision", "told"), [(Decision.DISMISSED, 1), (Decision.WARNED, 2)])
def test_without_a_need_the_listing_stays(ann, listing, decision, told):
    decide(report(listing, ann), decision=decision)

    assert status(listing) == "live"
    assert len(mails()) == 1 + told


def test_a_report_is_decided_once_with_reasons_and_by_somebody_else(ann, listing):
    one = report(listing, ann)
    for moderator, statement in ((None, " "), (ann, "Words"), (listing.seller, "Words")):
        with pytest.raises(NotDecidable):
            decide(one, moderator, statement=statement)
    assert status(listing) == "live"
    one.refresh_from_db()
    assert one.decision == Decision.OPEN

    decide(one, decision=Decision.WARNED)
    with pytest.raises(NotDecidable):
        decide(one)
    assert status(listing) == "live"


def test_messages_are_reported_by_who_got_them(ann, listing):
    number = ask_about_listing(ann.pk, listing.pk, "You are a fool.", now=NOON).conversation_id

    one = services.report_messages(number, by_id=listing.seller_id, reason="offensive", text="Rude.", now=NOON)

    assert one.person == ann
    with pytest.raises(NothingToReport):
        services.report_messages(number, by_id=make_user().pk, reason="spam", text="Rude.", now=NOON)
    with pytest.raises(NotDecidable, match="Only a listing"):
        decide(one)
    assert decide(one, decision=Decision.WARNED).decision == Decision.WARNED


def test_an_appeal_is_decided_by_another_moderator_and_the_listing_comes_back(ann, listing):
    first, second = make_moderator(), make_moderator()
    one = decide(report(listing, ann), first)
    services.appeal(one.pk, listing.seller_id, "It is oak.", now=after(days=1))

    with pytest.raises(NotDecidable):
        services.decide_appeal(one.pk, first.pk, is_granted=True, answer="Yes.", now=after(days=2))
    assert status(listing) == "suspended"

    services.decide_appeal(one.pk, second.pk, is_granted=True, answer="It is oak indeed.", now=after(days=2))
    assert status(listing) == "live"
    letter = letter_of(Notification.objects.get(kind="report-appeal-decided"))
    assert letter.to == [listing.seller.email]
    assert "The listing is back in the shop." in letter.body
    with pytest.raises(NotDecidable):
        services.decide_appeal(one.pk, second.pk, is_granted=False, answer="No.", now=after(days=3))


def test_what_was_withdrawn_before_does_not_come_back(ann, listing):
    one = report(listing, ann)
    Availability.objects.filter(pk=listing.pk).update(status="withdrawn", ended_at=NOON)
    decide(one)
    services.appeal(one.pk, listing.seller_id, "It is oak.", now=NOON)

    services.decide_appeal(one.pk, make_moderator().pk, is_granted=True, answer="Yes.", now=NOON)

    assert status(listing) == "suspended"


def test_an_appeal_that_is_rejected_changes_nothing(ann, listing):
    one = decide(report(listing, ann))
    services.appeal(one.pk, listing.seller_id, "It is oak.", now=NOON)

    services.decide_appeal(one.pk, make_moderator().pk, is_granted=False, answer="It is not.", now=NOON)

    one.refresh_from_db()
    assert (one.appeal, status(listing)) == (Appeal.REJECTED, "suspended")


def test_appeals_are_made_once_in_time_and_by_the_other_side(ann, listing):
    one = report(listing, ann)
    with pytest.raises(NoAppeal):
        services.appeal(one.pk, listing.seller_id, "What?", now=NOON)
    decide(one)
    with pytest.raises(NothingToReport):
        services.appeal(one.pk, ann.pk, "What?", now=NOON)
    with pytest.raises(NoAppeal):
        services.appeal(one.pk, listing.seller_id, "What?", now=after(days=180))

    services.appeal(one.pk, listing.seller_id, "It is oak.", now=after(days=179))
    with pytest.raises(NoAppeal):
        services.appeal(one.pk, listing.seller_id, "It is!", now=after(days=179))
    one.refresh_from_db()
    assert one.appeal_text == "It is oak."


def test_the_admins_list_of_listings_shows_those_that_wait_for_a_decision(client, ann):
    open_one, decided = make_listing(title="Open"), make_listing(title="Decided")
    make_listing(title="Quiet")
    report(open_one, ann)
    done = report(decided, ann)
    moderator = make_moderator()
    services.decide(done.pk, moderator.pk, decision=Decision.WARNED, statement="It is a fake.", now=NOON)
    client.force_login(moderator)

    shown = client.get("/admin/listings/", {"only": "reported"}).context["object_list"]

    assert [one.title for one in shown] == ["Open"]
