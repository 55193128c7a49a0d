"""Suspending people and activating them: by whom, with which reason, and what it leaves behind."""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from cms.accounts import bulk_actions, services
from cms.accounts.errors import AccountIsClosed
from cms.accounts.models import TeamNote
from commerce.notifications.models import Notification
from tests.factories.people import make_admin, make_editor, make_moderator, make_seller, make_user

pytestmark = pytest.mark.django_db

SUSPEND, ACTIVATE = "set_active_state", "activate"


def act(client, action, *people, query="", **data):
    ids = "&".join(f"id={one.pk if hasattr(one, 'pk') else one}" for one in people)
    return client.post(f"/admin/bulk/accounts/user/{action}/?{ids}{query}&next=/admin/users/", data)


def active(*people):
    for one in people:
        one.refresh_from_db()
    return [one.is_active for one in people]


def mails():
    return [(one.kind, one.recipient.name, one.context) for one in Notification.objects.order_by("pk")]


def told(response):
    return [str(one).strip() for one in get_messages(response.wsgi_request)]


@pytest.fixture
def admin(client):
    person = make_admin(name="Boss")
    client.force_login(person)
    return person


def test_the_people_are_told_why_and_it_stands_in_the_history(client, admin):
    ada, bob = make_user(name="Ada"), make_seller(name="Bob")

    response = act(client, SUSPEND, ada, bob, reason="Fakes, twice.")

    assert active(ada, bob) == [False, False]
    assert told(response) == ["2 people were suspended and get a mail."]
    assert mails() == [
        ("account-suspended", "Ada", {"reason": "Fakes, twice."}),
        ("account-suspended", "Bob", {"reason": "Fakes, twice."}),
    ]
    entries = ModelLogEntry.objects.filter(action="accounts.suspend").order_by("object_id")
    assert [(one.object_id, one.user, one.message) for one in entries] == [
        (str(one.pk), admin, "Suspended: Fakes, twice.") for one in (ada, bob)
    ]

    response = act(client, ACTIVATE, ada, bob, reason="")

    assert active(ada, bob) == [True, True]
    assert (ada.suspension_reason, ada.suspended_at) == ("", None)
    assert [kind for kind, _, _ in mails()] == ["account-suspended"] * 2 + ["account-restored"] * 2


def test_who_is_suspended_already_hears_nothing_again(client, admin):
    ada = make_user()
    services.suspend(ada.pk, reason="First.")

    response = act(client, SUSPEND, ada, reason="Second.")

    assert told(response) == ["Nobody of them was active."]
    ada.refresh_from_db()
    assert ada.suspension_reason == "First."
    assert len(mails()) == 1


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001, "a\x07b"])
def test_without_a_reason_that_can_be_read_nobody_is_suspended(client, admin, reason):
    ada = make_user()

    response = act(client, SUSPEND, ada, reason=reason)

    assert response.status_code == 200
    assert response.context["form"].errors["reason"]
    assert active(ada) == [True]
    assert mails() == []


def test_a_moderator_suspends_buyers_and_sellers_alone(client):
    moderator, colleague, boss, ada = make_moderator(), make_editor(name="Eve"), make_admin(), make_seller()
    client.force_login(moderator)

    page = client.get(f"/admin/bulk/accounts/user/{SUSPEND}/?id={colleague.pk}&id={ada.pk}").content.decode()
    act(client, SUSPEND, moderator, colleague, boss, ada, reason="A test.")

    assert active(moderator, colleague, boss, ada) == [True, True, True, False]
    assert "Eve" not in page


@pytest.mark.parametrize("make", [make_editor, make_seller, make_user])
@pytest.mark.parametrize(
    "action", [SUSPEND, ACTIVATE, "assign_role", "invite", "delete", "verify", "send_password_link"]
)
def test_nobody_else_does_anything_to_people(client, make, action):
    client.force_login(make())
    ada = make_user()
    services.suspend(ada.pk) if action == ACTIVATE else None

    act(client, action, ada, reason="A test.", role="admin")

    ada.refresh_from_db()
    assert (ada.is_active, ada.role) == (action != ACTIVATE, "buyer")


@pytest.mark.parametrize(
    "action", ["assign_role", "invite", "delete", "verify", "send_password_link", "remove_second_factor"]
)
def test_a_moderator_does_nothing_else(client, action):
    client.force_login(make_moderator())
    ada = make_user()

    answer = act(client, action, ada, role="admin")

    assert answer["Location"] == "/admin/"
    ada.refresh_from_db()
    assert ada.role == "buyer"
    assert not Notification.objects.exists()


def test_all_of_the_list_are_those_that_words_and_filters_leave(client, admin):
    ada, bob, eve = make_user(name="Ada Red"), make_seller(name="Bob Red"), make_user(name="Eve Blue")

    act(client, SUSPEND, "all", query="&q=red&role=buyer", reason="A test.")

    assert active(ada, bob, eve, admin) == [False, True, True, True]


def test_too_many_at_once_are_refused_in_words(client, admin, monkeypatch):
    monkeypatch.setattr(bulk_actions, "MOST_AT_ONCE", 2)
    people = [make_user() for _ in range(3)]

    for selection in (["all"], people):
        response = act(client, SUSPEND, *selection, reason="A test.")
        assert told(response)[-1] == (
            "Nothing was changed. At most 2 people at once: narrow the list by words or filters."
        )
    assert active(*people) == [True] * 3


def test_what_is_nobody_is_left_alone(client, admin):
    assert act(client, SUSPEND, "x", "-1", "9" * 40, "٣", reason="A test.").status_code == 302
    assert client.get(f"/admin/bulk/accounts/user/{SUSPEND}/").status_code == 200


@pytest.mark.parametrize("action", [SUSPEND, ACTIVATE, "assign_role", "invite", "delete", "verify"])
def test_nothing_is_done_by_put(client, admin, action):
    ada = make_user()

    response = client.put(f"/admin/bulk/accounts/user/{action}/?id={ada.pk}", {"reason": "A test.", "role": "admin"})

    assert response.status_code == 405
    assert active(ada) == [True]


def test_an_account_that_is_closed_stays_closed(client, admin):
    gone = make_seller(name="Ada")
    services.suspend(gone.pk, reason="Ada did it.")
    services.write_note(gone.pk, "Ada again.", by=admin)
    services.erase(gone.pk, name="Former member")

    for change in (
        lambda: services.restore(gone.pk),
        lambda: services.give_role(gone.pk, "admin"),
        lambda: services.write_note(gone.pk, "More.", by=None),
    ):
        with pytest.raises(AccountIsClosed):
            change()
    act(client, ACTIVATE, gone)

    assert active(gone) == [False]
    assert (gone.role, gone.suspension_reason, gone.closed_at is None) == ("seller", "", False)
    assert not TeamNote.objects.exists()
    assert [(one.label, one.data) for one in ModelLogEntry.objects.filter(object_id=str(gone.pk))] == [
        (f"Former member ({gone.label})", {})
    ] * 2
    assert client.get(f"/admin/users/edit/{gone.pk}/")["Location"] == "/admin/"


def test_the_last_admin_neither_loses_the_role_nor_is_suspended(client, admin):
    other = make_admin()
    client.force_login(other)
    services.suspend(admin.pk)

    act(client, SUSPEND, other, reason="A test.")
    act(client, "assign_role", other, role="buyer")

    assert active(other) == [True]
    assert other.role == "admin"


def test_a_note_is_the_teams_alone(client, admin):
    ada = make_user()

    response = client.post(f"/admin/users/note/{ada.pk}/", {"text": " Calls every day. "})
    page = client.get(f"/admin/users/inspect/{ada.pk}/").content.decode()

    assert response["Location"] == f"/admin/users/inspect/{ada.pk}/"
    assert TeamNote.objects.get().text == "Calls every day."
    assert TeamNote.objects.get().written_by == admin
    assert "Calls every day." in page
    entry = ModelLogEntry.objects.get(object_id=str(ada.pk))
    assert (entry.action, entry.message, entry.data) == ("accounts.note", "Note of the team changed", {})

    client.post(f"/admin/users/note/{ada.pk}/", {"text": ""})
    assert not TeamNote.objects.exists()
    with pytest.raises(ValidationError):
        services.write_note(ada.pk, "x" * 4001, by=admin)


@pytest.mark.parametrize(("make", "may"), [(make_moderator, True), (make_editor, False), (make_seller, False)])
def test_who_may_write_a_note(client, make, may):
    client.force_login(make())
    ada, colleague = make_user(), make_editor()

    for person in (ada, colleague):
        client.post(f"/admin/users/note/{person.pk}/", {"text": "A note."})

    assert [one.person for one in TeamNote.objects.all()] == ([ada] if may else [])


def test_a_note_that_is_too_long_is_not_lost(client, admin):
    ada = make_user()

    page = client.post(f"/admin/users/note/{ada.pk}/", {"text": "x" * 4001})

    assert page.status_code == 200
    assert "x" * 4001 in page.content.decode()
    assert not TeamNote.objects.exists()
