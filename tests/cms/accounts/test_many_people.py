import pytest

from cms.accounts.many_people import add_people
from cms.accounts.models import SellerProfile, User
from cms.accounts.numbers import next_number, next_numbers

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_numbers_come_in_one_piece():
    assert next_number("user") == 1
    assert list(next_numbers("user", count=3)) == [2, 3, 4]
    assert list(next_numbers("user", count=0)) == []
    assert next_number("user") == 5


def test_people_come_with_numbers_groups_and_profiles():
    people = [User(email="ada@example.org", name="Ada", role="seller"), User(email="ben@example.org", name="Ben")]

    added = add_people(people, cities=["Graz", ""])

    ada, ben = User.objects.order_by("number")
    assert [one.pk for one in added] == [ada.pk, ben.pk]
    assert (ada.number, ben.number) == (1, 2)
    assert not ada.has_usable_password()
    assert [[group.name for group in one.groups.all()] for one in (ada, ben)] == [["seller"], ["buyer"]]
    profile = SellerProfile.objects.get()
    assert (profile.user_id, profile.display_name, profile.slug, profile.city) == (ada.pk, "Ada", "ada", "Graz")


def test_an_admin_may_do_everything():
    add_people([User(email="ada@example.org", name="Ada", role="admin")])

    assert User.objects.get().is_superuser
