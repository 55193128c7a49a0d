import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, Permission

from cms.accounts.inviting import invite
from cms.accounts.models import SellerProfile, User
from commerce.notifications.models import Notification
from tests.factories.goods import make_listing
from tests.factories.people import PASSWORD, make_admin, make_moderator, make_seller, make_user, profile_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    person = make_admin(email="boss@example.org", name="The Boss")
    client.force_login(person)
    return person


def form(**changes):
    fields = {
        "email": "ada@example.org",
        "name": "Ada Lovelace",
        "role": "seller",
        "display_name": "",
        "city": "",
        "text": "",
        "password1": "",
        "password2": "",
    }
    return fields | changes


def new_person(**changes):
    return form(password1="a long enough one", password2="a long enough one", **changes)


def errors_of(response):
    found = response.context["form"].errors
    return {name: list(found[name]) for name in found}


def test_a_person_is_made_with_number_role_and_profile(client, admin):
    response = client.post("/admin/users/new/", new_person(email="Ada@Example.org", city="London"))

    assert response.status_code == 302
    ada = User.objects.get(email="ada@example.org")
    assert response["Location"] == f"/admin/users/inspect/{ada.pk}/"
    assert (ada.number, ada.name, ada.role) == (admin.number + 1, "Ada Lovelace", "seller")
    assert set(ada.groups.values_list("name", flat=True)) == {"seller"}
    assert (profile_of(ada).display_name, profile_of(ada).city) == ("Ada L.", "London")
    assert authenticate(username="ada@example.org", password="a long enough one") == ada


def test_somebody_made_without_a_password_is_invited_by_mail(client, admin):
    client.post("/admin/users/new/", form())
    client.post("/admin/users/new/", new_person(email="bob@example.org"))

    ada = User.objects.get(email="ada@example.org")
    assert not ada.has_usable_password()
    assert [(one.kind, one.recipient) for one in Notification.objects.all()] == [("account-invited", ada)]


def test_people_without_a_password_are_invited_once_more(client, admin):
    ada, bob = make_user(), make_user(password=PASSWORD)
    address = f"/admin/bulk/accounts/user/invite/?id={ada.pk}&id={bob.pk}&next=/admin/users/"

    asked = client.get(address)
    assert not Notification.objects.exists()
    done = client.post(address, follow=True)

    assert "Who of these has no password yet gets a mail" in asked.content.decode()
    assert "1 person invited by mail" in done.content.decode()
    assert [one.recipient for one in Notification.objects.all()] == [ada]


def test_who_is_suspended_is_not_invited():
    suspended = make_user(is_active=False)

    assert invite([suspended.pk]) == 0
    assert not Notification.objects.exists()


def test_a_buyer_gets_no_profile(client, admin):
    client.post("/admin/users/new/", new_person(role="buyer"))

    assert User.objects.filter(email="ada@example.org").exists()
    assert not SellerProfile.objects.exists()


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"email": "BOSS@example.org"}, "email"),
        ({"email": "boss"}, "email"),
        ({"email": ""}, "email"),
        ({"email": "a\0b@example.org"}, "email"),
        ({"name": ""}, "name"),
        ({"name": "x" * 151}, "name"),
        ({"name": "a\x07b"}, "name"),
        ({"role": "emperor"}, "role"),
        ({"role": ""}, "role"),
        ({"display_name": "x" * 61}, "display_name"),
        ({"text": "x" * 2001}, "text"),
        ({"password1": "a long enough one", "password2": "another long one"}, "password2"),
        ({"password1": "short", "password2": "short"}, "password2"),
        ({"password1": "password123", "password2": "password123"}, "password2"),
        ({"password1": "Ada Lovelace", "password2": "Ada Lovelace"}, "password2"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field_and_nobody_is_made(client, admin, changes, wrong):
    response = client.post("/admin/users/new/", {**new_person(), **changes})

    assert response.status_code == 200
    assert wrong in errors_of(response)
    said = [str(one) for one in response.context["form"].errors[wrong]]
    assert len(said) == len(set(said))
    assert User.objects.get() == admin


def test_a_person_is_changed(client, admin):
    seller = make_seller(email="old@example.org", password=PASSWORD)

    response = client.post(
        f"/admin/users/edit/{seller.pk}/",
        form(email="New@example.org", role="editor", display_name="Ada & Co"),
    )

    assert response.status_code == 302
    seller.refresh_from_db()
    assert (seller.email, seller.name, seller.role, seller.is_active) == (
        "new@example.org",
        "Ada Lovelace",
        "editor",
        True,
    )
    assert set(seller.groups.values_list("name", flat=True)) == {"editor"}
    assert (profile_of(seller).display_name, profile_of(seller).slug) == ("Ada & Co", "ada-co")
    assert seller.check_password(PASSWORD)


def test_a_new_password_is_set_for_somebody(client, admin):
    buyer = make_user(password=PASSWORD)

    client.post(
        f"/admin/users/edit/{buyer.pk}/",
        form(role="buyer", password1="a long enough one", password2="a long enough one"),
    )

    buyer.refresh_from_db()
    assert buyer.check_password("a long enough one")


def test_nobody_gives_up_their_own_role_or_suspends_themselves(client, admin):
    response = client.post(f"/admin/users/edit/{admin.pk}/", form(email="boss@example.org", role="buyer"))

    assert response.status_code == 302
    admin.refresh_from_db()
    assert (admin.role, admin.is_active, admin.name) == ("admin", True, "Ada Lovelace")
    assert client.get("/admin/").status_code == 200


def test_a_changed_address_that_is_taken_is_refused(client, admin):
    buyer = make_user(email="old@example.org")

    response = client.post(f"/admin/users/edit/{buyer.pk}/", form(email="Boss@example.org"))

    assert errors_of(response) == {"email": ["Somebody with this e-mail address is here already."]}
    buyer.refresh_from_db()
    assert (buyer.email, buyer.role) == ("old@example.org", "buyer")


def test_who_manages_people_without_being_admin_leaves_staff_alone(client):
    manager, colleague, buyer = make_user(), make_moderator(), make_user()
    desk = Group.objects.create(name="Desk")
    desk.permissions.add(
        *Permission.objects.filter(codename__in=["access_admin", "change_user", "delete_user", "add_user"])
    )
    manager.groups.add(desk)
    client.force_login(manager)

    assert client.get(f"/admin/users/edit/{colleague.pk}/")["Location"] == "/admin/"
    client.post(f"/admin/bulk/accounts/user/set_active_state/?id={colleague.pk}", {"reason": "A test."})
    client.post(f"/admin/users/delete/{colleague.pk}/")
    response = client.post(f"/admin/users/edit/{buyer.pk}/", form(role="admin"))

    assert "role" in errors_of(response)
    colleague.refresh_from_db()
    buyer.refresh_from_db()
    assert colleague.is_active
    assert buyer.role == "buyer"


@pytest.mark.parametrize("query", ["ada", "LOVELACE", "ada@exa", "U-{number:06d}", "u-{number}", "{number}"])
def test_people_are_found_by_name_address_and_number(client, admin, query):
    ada = make_user(email="ada@example.org", name="Ada Lovelace")

    page = client.get("/admin/users/", {"q": query.format(number=ada.number)}).content.decode()

    assert "Ada Lovelace" in page
    assert ada.label in page


@pytest.mark.parametrize("query", ["U-", "U-999999", "U-x", "U-٣", "U-99999999999999999999999", "nobody"])
def test_nobody_is_found_by_what_nobody_has(client, admin, query):
    make_user(name="Ada Lovelace")

    response = client.get("/admin/users/", {"q": query})

    assert response.status_code == 200
    assert "Ada Lovelace" not in response.content.decode()


@pytest.mark.parametrize("field", ["name", "number", "email", "role", "listings", "orders", "last_login"])
def test_the_list_is_sorted_by_every_column(client, admin, field):
    make_user()

    assert client.get("/admin/users/", {"ordering": field}).status_code == 200
    assert client.get("/admin/users/", {"ordering": f"-{field}"}).status_code == 200


def test_somebody_without_ties_is_deleted(client, admin):
    seller = make_seller()

    response = client.post(f"/admin/users/delete/{seller.pk}/")

    assert response.status_code == 302
    assert User.objects.get() == admin


def test_somebody_with_listings_is_not_deleted_and_the_reason_is_shown(client, admin):
    seller = make_seller()
    make_listing(seller=seller)

    page = client.post(f"/admin/users/delete/{seller.pk}/", follow=True).content.decode()

    assert f"{seller.label} cannot be deleted: 1 listings would lose their owner." in page
    assert User.objects.filter(pk=seller.pk).exists()


def test_several_get_a_role_at_once(client, admin):
    people = [make_user(), make_user()]
    ids = "&".join(f"id={one.pk}" for one in (*people, admin))

    client.post(f"/admin/bulk/accounts/user/assign_role/?{ids}", {"role": "moderator"})

    assert {User.objects.get(pk=one.pk).role for one in people} == {"moderator"}
    admin.refresh_from_db()
    assert admin.role == "admin"


def test_several_are_suspended_at_once(client, admin):
    people = [make_user(), make_user()]
    ids = "&".join(f"id={one.pk}" for one in (*people, admin))

    client.post(f"/admin/bulk/accounts/user/set_active_state/?{ids}", {"reason": "A test."})

    assert not User.objects.filter(pk__in=[one.pk for one in people], is_active=True).exists()
    admin.refresh_from_db()
    assert admin.is_active


def test_of_several_none_is_deleted_when_one_is_needed(client, admin):
    free, seller = make_user(), make_seller()
    make_listing(seller=seller)

    page = client.post(f"/admin/bulk/accounts/user/delete/?id={free.pk}&id={seller.pk}", follow=True).content.decode()

    assert "Nothing was changed." in page
    assert User.objects.filter(pk__in=[free.pk, seller.pk]).count() == 2


@pytest.mark.parametrize("action", ["assign_role", "set_active_state", "activate", "invite", "delete"])
def test_bulk_actions_ask_before_they_act(client, admin, action):
    person = make_user(name="Ada Lovelace")

    page = client.get(f"/admin/bulk/accounts/user/{action}/?id={person.pk}")

    assert page.status_code == 200
    assert "Ada Lovelace" in page.content.decode()


@pytest.mark.parametrize(
    "page",
    [
        "/admin/users/new/",
        "/admin/users/edit/{pk}/",
        "/admin/users/delete/{pk}/",
        "/admin/users/history/{pk}/",
        "/admin/users/usage/{pk}/",
    ],
)
def test_every_page_about_a_person_opens(client, admin, page):
    assert client.get(page.format(pk=make_seller().pk)).status_code == 200


def test_what_was_done_to_a_person_is_in_the_history(client, admin):
    client.post("/admin/users/new/", new_person())
    ada = User.objects.get(email="ada@example.org")
    client.post(f"/admin/users/edit/{ada.pk}/", form(name="Ada King"))

    page = client.get(f"/admin/users/history/{ada.pk}/").content.decode()

    assert "Created" in page
    assert "Edited" in page
    assert "The Boss" in page


def test_everybody_changes_their_own_name_and_nothing_else(client, admin):
    address = admin.email
    page = client.get("/admin/account/").content.decode()
    assert 'name="name_email-name"' in page
    assert "avatar-avatar" not in page

    response = client.post(
        "/admin/account/",
        {
            "name_email-name": "Ada King",
            "name_email-email": "King@example.org",
            "locale-preferred_language": "",
            "locale-current_time_zone": "",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "theme-keyboard_shortcuts": "on",
        },
    )

    assert response.status_code == 302, errors_in(response)
    admin.refresh_from_db()
    assert (admin.name, admin.email) == ("Ada King", address)


def errors_in(response):
    return [panel.get_form().errors for panels in response.context["panels_by_tab"].values() for panel in panels]
