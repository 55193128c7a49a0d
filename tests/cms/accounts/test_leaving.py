import pytest
from django.core.exceptions import ValidationError

from cms.accounts import services
from cms.accounts.errors import LastAdmin
from tests.factories.people import PASSWORD, make_admin, make_moderator, make_seller, make_user, profile_of

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_who_is_erased_is_a_number_from_then_on():
    ada = make_seller(name="Ada Lovelace", city="London", text="Machines.", password=PASSWORD)

    gone = services.erase(ada.pk, name="Former member")

    assert (gone.number, gone.name, gone.email) == (ada.number, "Former member", f"u-{ada.number:06d}@erased.invalid")
    assert (gone.is_active, gone.has_usable_password(), gone.last_login) == (False, False, None)
    profile = profile_of(gone)
    assert (profile.display_name, profile.city, profile.text) == ("Former member", "", "")


def test_staff_who_are_erased_have_no_rights_left():
    gone = services.erase(make_moderator().pk, name="Former member")

    assert gone.role == "buyer"
    assert set(gone.groups.values_list("name", flat=True)) == {"buyer"}


def test_the_last_admin_is_not_erased():
    admin = make_admin(name="Root")

    with pytest.raises(LastAdmin):
        services.erase(admin.pk, name="Former member")

    admin.refresh_from_db()
    assert (admin.name, admin.is_active) == ("Root", True)


@pytest.mark.parametrize("role", ["seller", "moderator", "editor", "admin"])
def test_only_a_buyer_becomes_a_seller(role):
    make_admin()
    person = make_user(role=role)

    assert services.start_selling(person.pk).role == role
    assert services.start_selling(make_user().pk).role == "seller"


def test_a_name_that_cannot_be_shown_is_refused():
    ada = make_user(name="Ada")

    with pytest.raises(ValidationError) as refusal:
        services.rename(ada.pk, name="a\x07b")

    assert list(refusal.value.message_dict) == ["name"]
    ada.refresh_from_db()
    assert ada.name == "Ada"
