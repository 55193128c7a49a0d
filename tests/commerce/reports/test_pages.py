import pytest
from django.test import Client
from django.utils import timezone

from commerce.conversations.services import ask_about_listing
from commerce.reports.models import Report
from tests.commerce.reports.test_services import NOON, decide, report, status
from tests.factories.goods import make_listing
from tests.factories.pages import make_settings
from tests.factories.people import make_moderator, make_seller, make_user

pytestmark = pytest.mark.django_db

WORDS = {"reason": "fake", "text": "It is a fake."}


@pytest.fixture
def listing():
    return make_listing(title="Oak table", seller=make_seller(name="Sam Seller"))


@pytest.fixture
def browser():
    def make(person=None):
        client = Client(headers={"Sec-Fetch-Site": "same-origin"})
        if person:
            client.force_login(person)
        return client

    return make


def test_a_guest_is_asked_for_an_address_and_somebody_known_is_not(browser, listing):
    assert 'name="email"' in browser().get(f"/report/{listing.pk}").content.decode()
    assert 'name="email"' not in browser(make_user()).get(f"/report/{listing.pk}").content.decode()


def test_a_guest_reports_a_listing(browser, listing):
    response = browser().post(f"/report/{listing.pk}", {**WORDS, "email": "guest@example.org"}, follow=True)

    assert response.redirect_chain == [("/report/thanks", 302)]
    assert "Your report has arrived" in response.content.decode()
    one = Report.objects.get()
    assert (one.by, one.by_email, one.reason, one.text) == (None, "guest@example.org", "fake", "It is a fake.")


def test_somebody_known_reports_a_listing(browser, listing):
    user = make_user()

    browser(user).post(f"/report/{listing.pk}", {**WORDS, "email": "other@example.org"})

    assert (Report.objects.get().by, Report.objects.get().by_email) == (user, "")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": "x", "email": "a@example.org"}, "Say what is wrong."),
        ({"reason": "fake", "email": "a@example.org"}, "A few words help us to decide."),
        ({**WORDS, "text": "\u200b", "email": "a@example.org"}, "A few words help us to decide."),
        ({**WORDS, "email": "nobody"}, "Enter a valid email address."),
        ({**WORDS, "reason": "revenge", "email": "a@example.org"}, "Select a valid choice."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(browser, listing, values, words):
    response = browser().post(f"/report/{listing.pk}", values)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Report.objects.exists()


def test_ones_own_listing_is_not_reported(browser, listing):
    response = browser(listing.seller).post(f"/report/{listing.pk}", WORDS)

    assert response.status_code == 409
    assert "This is your own." in response.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/report/999",
        f"/report/{10**30}",
        f"/report/decision/{10**30}",
        f"/report/message/{10**30}",
        "/report/message/999",
    ],
)
def test_what_is_not_there_is_not_found(browser, path):
    client = browser(make_user())

    assert client.get(path).status_code == 404
    assert client.post(path, WORDS).status_code == 404


def test_messages_are_reported_from_the_conversation(browser, listing):
    ann = make_user()
    number = ask_about_listing(ann.pk, listing.pk, "Fool!", now=NOON).conversation_id

    assert browser(make_user()).post(f"/report/message/{number}", WORDS).status_code == 404
    assert browser(listing.seller).post(f"/report/message/{number}", WORDS).status_code == 302
    assert (Report.objects.get().person, Report.objects.get().by) == (ann, listing.seller)


def test_the_other_side_reads_the_reasons_and_appeals(browser, listing):
    one = report(listing)
    client = browser(listing.seller)
    assert client.get(one.path).status_code == 404
    decide(one)
    Report.objects.update(decided_at=timezone.now())

    page = client.get(one.path).content.decode()
    assert "This listing has been taken off the shop." in page
    assert "Not real oak." in page
    assert "guest@example.org" not in page
    assert browser(make_user()).get(one.path).status_code == 404
    assert browser().get(one.path).status_code == 302

    assert client.post(one.path, {"text": "It is oak."}, follow=True).status_code == 200
    assert Report.objects.get().appeal == "open"
    assert client.post(one.path, {"text": "It is oak!"}).status_code == 409


def test_a_moderator_decides_in_the_queue(browser, listing):
    one = report(listing)
    client = Client()
    client.force_login(make_moderator())

    queue = client.get("/admin/reports/queue/").content.decode()
    assert "Oak table" in queue
    address = f"/admin/reports/queue/edit/{one.pk}/"
    page = client.get(address).content.decode()
    assert "It is a fake." in page
    assert "guest@example.org" in page
    assert client.post(address, {"outcome": "suspended", "words": ""}).status_code == 200
    assert status(listing) == "live"

    assert client.post(address, {"outcome": "suspended", "words": "Not oak."}).status_code == 302
    assert status(listing) == "suspended"
    assert 'name="outcome"' not in client.get(address).content.decode()
    assert client.post(address, {"outcome": "dismissed", "words": "Oak."}).status_code == 200
    assert Report.objects.get().statement == "Not oak."


def test_a_moderator_does_not_decide_about_their_own(listing):
    moderator = make_moderator()
    own = make_listing(seller=moderator)
    one = report(own)
    client = Client()
    client.force_login(moderator)

    response = client.post(f"/admin/reports/queue/edit/{one.pk}/", {"outcome": "dismissed", "words": "Fine."})

    assert "You have a part in this yourself" in response.content.decode()
    assert Report.objects.get().decision == "open"


def test_nobody_makes_or_deletes_reports_in_the_admin(listing):
    one = report(listing)
    client = Client()
    client.force_login(make_moderator())

    assert client.get("/admin/reports/queue/new/").status_code == 302
    assert client.post(f"/admin/reports/queue/delete/{one.pk}/").status_code == 302
    assert Report.objects.count() == 1


def test_who_reports_says_so_in_good_faith_where_the_shop_asks(browser, listing):
    make_settings(notice_form=True)

    refused = browser(make_user()).post(f"/report/{listing.pk}", WORDS)

    assert refused.status_code == 422
    assert "Please confirm that you report in good faith." in refused.content.decode()
    assert "It is a fake." in refused.content.decode()
    assert not Report.objects.exists()

    browser(make_user()).post(f"/report/{listing.pk}", {**WORDS, "good_faith": "on"})
    assert Report.objects.count() == 1


@pytest.mark.parametrize("where", ["{id}", " https://shop.example/listing/{id}-oak-table ", "/listing/{id}"])
def test_a_listing_is_found_by_its_address_or_number(browser, listing, where):
    response = browser().get("/report", {"where": where.format(id=listing.pk)})

    assert response["Location"] == f"/report/{listing.pk}"


@pytest.mark.parametrize(
    "where", ["the table", "0", "/listing/999999999999999999", "9" * 40, "٣", "/seller/1-x", "\x00"]
)
def test_what_names_no_listing_is_told_so(browser, where):
    response = browser().get("/report", {"where": where})

    assert response.status_code == 422
    assert "There is no such listing." in response.content.decode() or "Null characters" in response.content.decode()
    assert browser().get("/report", {"where": ""}).status_code == 422
