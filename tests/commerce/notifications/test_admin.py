import pytest
from django.utils import timezone

from commerce.notifications.models import Notification
from tests.factories.people import make_admin, make_moderator, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed():
    return Notification.objects.create(
        recipient=make_user(email="ada@example.org"),
        kind="order-requested",
        state=Notification.State.FAILED,
        tries=6,
        last_error="SMTPServerDisconnected: please run connect() first",
    )


def test_the_admin_sees_what_failed_and_why(client, failed):
    client.force_login(make_admin())

    page = client.get("/admin/mails/?state=failed").content.decode()

    assert "ada@example.org" in page
    assert "please run connect() first" in page


def test_mails_are_listed_by_their_subject_or_that_of_their_kind(client, failed):
    sent = Notification.objects.create(
        recipient=make_user(), kind="order-requested", subject="Ben asks for CA-7", state="sent", sent_at=timezone.now()
    )
    Notification.objects.create(address="x@example.org", kind="of-an-older-theme")
    client.force_login(make_admin())

    page = client.get("/admin/mails/")
    found = client.get("/admin/mails/", {"q": "CA-7"})

    assert [one.subject for one in page.context["object_list"]] == [
        "Of an older theme",
        "Ben asks for CA-7",
        "Order requested",
    ]
    assert list(found.context["object_list"]) == [sent]
    assert "Ben asks for CA-7" in client.get(f"/admin/mails/edit/{sent.pk}/").content.decode()


def test_the_admin_tries_again(client, failed):
    client.force_login(make_admin())
    page = client.get(f"/admin/mails/edit/{failed.pk}/").content.decode()
    assert "Try again" in page

    response = client.post(f"/admin/mails/edit/{failed.pk}/", {"kind": "other"})

    assert response.status_code == 302
    failed.refresh_from_db()
    assert (failed.state, failed.tries, failed.kind) == (Notification.State.WAITING, 0, "order-requested")


@pytest.mark.parametrize("address", ["new/", "delete/{pk}/"])
def test_nobody_writes_or_deletes_mails_by_hand(client, failed, address):
    client.force_login(make_admin())

    assert client.post(f"/admin/mails/{address.format(pk=failed.pk)}").status_code == 302
    assert list(Notification.objects.all()) == [failed]


def test_a_moderator_sees_no_mails(client, failed):
    client.force_login(make_moderator())

    assert client.get("/admin/mails/").status_code == 302
