"""The page of one person in the admin: what stands on it, for whom, and what can be done from there."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.accounts import services
from cms.accounts.models import User
from commerce.conversations.services import ask_about_listing
from commerce.notifications.letter import letter_of
from commerce.notifications.models import Notification
from commerce.reports.services import report_listing
from commerce.reviews.services import write_review
from tests.factories.goods import make_listing
from tests.factories.orders import make_order
from tests.factories.people import PASSWORD, make_admin, make_editor, make_moderator, make_seller, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    person = make_admin(name="Boss")
    client.force_login(person)
    return person


def deal(*, seller, buyer):
    """Everything that two people can have to do with each other."""
    now = timezone.now()
    listing = make_listing(seller=seller, stock=9, title="Oak table")
    EmailAddress.objects.get_or_create(user=buyer, email=buyer.email, verified=True)
    order = make_order(listing, buyer=buyer, state="completed", now=now - timedelta(days=9))
    write_review(order.number, buyer.pk, stars=4, text="A good table.", now=now)
    write_review(order.number, seller.pk, stars=5, text="On time.", now=now)
    ask_about_listing(buyer.pk, listing.pk, "The secret words.", now=now)
    report_listing(listing.pk, by_id=buyer.pk, email="", reason="fake", text="A fake.", now=now)
    UserSession.objects.create(user=seller, ip="192.0.2.1", user_agent="Firefox/1 Linux", session_key=f"k{seller.pk}")
    return order


def panels(client, person):
    response = client.get(f"/admin/users/inspect/{person.pk}/")
    assert response.status_code == 200
    return {panel.name: excerpt.total for panel, excerpt, _table in response.context["panels"]}, response


def acts(response):
    return [one.name for one, _url in response.context["acts"]]


def test_it_tells_everything_but_what_messages_say(client, admin):
    ada, bob = make_seller(name="Ada"), make_user(name="Bob")
    order = deal(seller=ada, buyer=bob)

    found, response = panels(client, ada)
    page = response.content.decode()

    assert found == {
        "listings": 1, "bought": 0, "sold": 1, "reported": 1, "reports": 0, "reviews": 1, "messages": 1,
        "sign-ins": 1, "history": 0,
    }  # fmt: skip
    assert [str(value) for _label, value in response.context["figures"]] == ["1", "1", "1 of 1 kept", "1"]
    for words in ("Oak table", order.label, "A good table.", "Bob", "Firefox, Linux", "Not verified"):
        assert words in page
    for words in ("secret", "192.0.2.1", "A fake."):
        assert words not in page
    assert f"/admin/listings/?seller={ada.label}" in page
    assert f"/admin/orders/?seller={ada.label}" in page


def test_a_person_with_much_takes_as_many_queries_as_one_with_little(client, admin):
    def queries(person):
        with CaptureQueriesContext(connection) as caught:
            panels(client, person)
        return len(caught)

    few, many = make_seller(), make_seller()
    deal(seller=few, buyer=make_user())
    deal(seller=many, buyer=make_user())
    for _ in range(11):
        make_listing(seller=many)
    for _ in range(3):
        make_order(make_listing(seller=many, stock=3), now=timezone.now())
    queries(few)

    assert queries(many) == queries(few)
    found, response = panels(client, many)
    assert (found["listings"], found["sold"]) == (15, 4)
    assert [len(one.rows) for panel, one, _ in response.context["panels"] if panel.name == "listings"] == [10]


def test_a_moderator_sees_buyers_and_sellers_and_suspends_them(client):
    client.force_login(make_moderator())
    ada, colleague = make_seller(name="Ada"), make_editor()

    found, response = panels(client, ada)

    assert set(found) == {"listings", "bought", "sold", "reported", "reports", "reviews", "messages"}
    assert acts(response) == ["suspend"]
    assert client.get(f"/admin/users/inspect/{colleague.pk}/")["Location"] == "/admin/"
    for side_door in ("edit", "delete", "history", "usage", "own-data", "erase"):
        for method in (client.get, client.post):
            assert method(f"/admin/users/{side_door}/{ada.pk}/").headers.get("Location") == "/admin/", side_door
    assert User.objects.get(pk=ada.pk).closed_at is None


def test_an_editor_and_a_seller_see_no_person(client):
    ada = make_user()

    for make in (make_editor, make_seller, make_user):
        client.force_login(make())
        for page in (
            "",
            "results/",
            f"inspect/{ada.pk}/",
            f"note/{ada.pk}/",
            f"own-data/{ada.pk}/",
            f"erase/{ada.pk}/",
        ):
            assert client.get(f"/admin/users/{page}").status_code == 302


def test_what_is_offered_depends_on_the_person(client, admin):
    new = make_user()
    usual = make_user(password=PASSWORD)
    EmailAddress.objects.create(user=usual, email=usual.email, verified=True)
    suspended, gone = make_user(), make_user()
    services.suspend(suspended.pk, reason="Fakes <here>.")
    services.erase(gone.pk, name="Former member")

    offered = [acts(panels(client, one)[1]) for one in (new, usual, suspended, gone, admin)]
    page = client.get(f"/admin/users/inspect/{suspended.pk}/").content.decode()

    assert offered == [
        ["edit", "suspend", "invite", "verify", "confirmation", "export", "erase", "delete"],
        ["edit", "suspend", "password", "export", "erase", "delete"],
        ["edit", "activate", "export", "erase", "delete"],
        ["delete"],
        ["edit", "invite", "verify", "confirmation", "export"],
    ]
    assert "<q>Fakes &lt;here&gt;.</q>" in page


def help_with(client, action, person):
    return client.post(f"/admin/bulk/accounts/user/{action}/?id={person.pk}&next=/admin/users/")


def test_an_address_is_verified_by_hand(client, admin):
    ada = make_user()

    help_with(client, "verify", ada)
    help_with(client, "verify", ada)

    assert EmailAddress.objects.get(user=ada).verified
    assert [one.action for one in ModelLogEntry.objects.filter(object_id=str(ada.pk))] == ["account.verify"]
    assert client.get("/admin/users/", {"state": "active"}).context["object_list"] == [ada]


def test_the_links_in_the_mails_do_what_they_say(client, admin):
    ada = make_user(password=PASSWORD)

    help_with(client, "send_confirmation", ada)
    help_with(client, "send_password_link", ada)

    confirm, reset = Notification.objects.order_by("pk")
    assert [(one.kind, one.goes_to) for one in (confirm, reset)] == [
        ("account-confirm", ada.email),
        ("account-reset", ada.email),
    ]
    assert confirm.context["path"] in letter_of(confirm).body
    assert 'name="password1"' in client.get(reset.context["path"], follow=True).content.decode()
    client.post(confirm.context["path"], headers={"sec-fetch-site": "same-origin"})
    assert EmailAddress.objects.get(user=ada).verified
    help_with(client, "send_confirmation", ada)
    assert Notification.objects.count() == 2


def test_who_has_no_password_is_not_sent_a_link_for_a_forgotten_one(client, admin):
    help_with(client, "send_password_link", make_user())

    assert not Notification.objects.exists()


def test_the_data_of_a_person_is_handed_out_and_that_is_written_down(client, admin):
    ada = make_seller(name="Ada")
    make_listing(seller=ada)
    services.write_note(ada.pk, "A secret.", by=admin)

    unsure = client.post(f"/admin/users/own-data/{ada.pk}/")
    before = ModelLogEntry.objects.filter(action="account.export").count()
    response = client.post(f"/admin/users/own-data/{ada.pk}/", {"sure": "on"})
    packed = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))

    assert (unsure.status_code, before) == (200, 0)
    assert {"person.json", "listings.json", "orders.json"} <= set(packed.namelist())
    assert not any(b"A secret." in packed.read(name) for name in packed.namelist())
    assert ModelLogEntry.objects.get(action="account.export").user == admin


def test_an_account_with_an_open_order_is_not_closed_and_the_page_says_why(client, admin):
    order = make_order(now=timezone.now())

    page = client.get(f"/admin/users/erase/{order.buyer_id}/").content.decode()
    response = client.post(f"/admin/users/erase/{order.buyer_id}/", {"sure": "on"})

    assert response.status_code == 409
    assert "<title>Close for good" in " ".join(page.split()).replace("<title> ", "<title>")
    for text in (page, response.content.decode()):
        assert f"Order {order.label} is still open." in text
    assert User.objects.get(pk=order.buyer_id).closed_at is None


def test_an_account_is_closed_on_request(client, admin):
    ada = make_seller(name="Ada Lovelace", email="ada@example.org")
    listing = make_listing(seller=ada)

    unsure = client.post(f"/admin/users/erase/{ada.pk}/")
    still = User.objects.get(pk=ada.pk).name
    response = client.post(f"/admin/users/erase/{ada.pk}/", {"sure": "on"})

    assert (unsure.status_code, still) == (200, "Ada Lovelace")
    assert response["Location"] == f"/admin/users/inspect/{ada.pk}/"
    gone = User.objects.get(pk=ada.pk)
    assert (gone.name, gone.number, gone.closed_at is None) == ("Former member", ada.number, False)
    listing.availability.refresh_from_db()
    assert listing.availability.status == "withdrawn"
    entries = ModelLogEntry.objects.filter(object_id=str(ada.pk))
    assert "account.erase" in {one.action for one in entries}
    assert not any("Lovelace" in f"{one.label} {one.data}" for one in entries)
    assert client.get(f"/admin/users/erase/{ada.pk}/").status_code == 404


@pytest.mark.parametrize("make", [make_moderator, make_admin])
def test_who_works_in_the_admin_is_not_closed(client, admin, make):
    colleague = make()

    response = client.post(f"/admin/users/erase/{colleague.pk}/", {"sure": "on"})

    assert response.status_code == 409
    assert "Change their role first." in response.content.decode()
    assert User.objects.get(pk=colleague.pk).closed_at is None
