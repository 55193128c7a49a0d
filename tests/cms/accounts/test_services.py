import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import identify_hasher
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, models, transaction

from cms.accounts import services
from cms.accounts.errors import LastAdmin
from cms.accounts.models import NumberCounter, Role, SellerProfile, User
from tests.factories.people import PASSWORD, make_admin, make_seller, make_user, profile_of

pytestmark = pytest.mark.django_db


def groups_of(user):
    return set(user.groups.values_list("name", flat=True))


@pytest.mark.both_databases
def test_an_address_is_kept_and_found_in_lower_case():
    user = make_user(email="  Ada@Example.ORG ")

    assert user.email == "ada@example.org"
    assert User.objects.get(email="ADA@example.org") == user
    assert User.objects.get_by_natural_key("Ada@EXAMPLE.org") == user


@pytest.mark.both_databases
def test_an_address_in_another_case_is_the_same_person():
    make_user(email="ada@example.org")

    with pytest.raises(ValidationError) as refusal:
        make_user(email="ADA@example.org")

    assert refusal.value.message_dict == {"email": ["Somebody with this e-mail address is here already."]}
    assert User.objects.count() == 1
    assert NumberCounter.objects.get(pk="user").value == 1


@pytest.mark.both_databases
def test_the_database_itself_refuses_an_address_in_another_case():
    make_user(email="ada@example.org")
    other = make_user()

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=other.pk).update(email=models.Value("ADA@example.org"))


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@", "@example.org", "a b@example.org", "ada@example.org\nx", "a" * 250 + "@b.de"]
)
def test_what_is_no_address_is_refused(email):
    with pytest.raises(ValidationError) as refusal:
        make_user(email=email)

    assert list(refusal.value.message_dict) == ["email"]
    assert not User.objects.exists()


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "name",
    [
        "X",
        "Ḱ" * 150,
        "María-José Carreño Quiñones",
        "O'Neill, Ph.D.",
        "王小明",
        "عبد الله",
        "👩‍👩‍👧",
        "Robert'); DROP TABLE",
    ],
)
def test_odd_names_are_fine(name):
    make_user(name=name)

    assert User.objects.get().name == name


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "This field cannot be blank."),
        ("Ḱ" * 151, "Ensure this value has at most 150 characters (it has 151)."),
        ("Ann\x00e", "Character 4 (U+0000) is a control character, which cannot be shown: remove it."),
        ("Ann\ne", "Character 4 (U+000A) is a control character, which cannot be shown: remove it."),
        ("\u202eevA", "Character 1 (U+202E) is a control character, which cannot be shown: remove it."),
        ("<b>Bob</b>", "A name has no < and no >: leave them out."),
        ("Bob >", "A name has no < and no >: leave them out."),
        ("\u200b \u200b", "Write something that can be seen."),
    ],
)
def test_a_name_that_cannot_be_shown_is_refused(name, message):
    with pytest.raises(ValidationError) as refusal:
        make_user(name=name)

    assert message in refusal.value.message_dict["name"]
    assert not User.objects.exists()


def test_an_unknown_role_is_refused():
    with pytest.raises(ValidationError) as refusal:
        make_user(role="emperor")

    assert list(refusal.value.message_dict) == ["role"]
    assert not User.objects.exists()


@pytest.mark.parametrize("role", Role.values)
def test_everybody_is_in_the_group_of_their_role_alone(role):
    user = make_user(role=role)

    assert groups_of(user) == {role}
    assert user.is_superuser == (role == "admin")


@pytest.mark.parametrize("before", Role.values)
@pytest.mark.parametrize("after", Role.values)
def test_a_new_role_moves_the_person_from_group_to_group(before, after):
    make_admin()
    user = make_user(role=before)

    services.give_role(user.pk, after)

    user.refresh_from_db()
    assert (user.role, groups_of(user), user.is_superuser) == (after, {after}, after == "admin")


def test_other_groups_stay_when_the_role_changes():
    user = make_user()
    user.groups.create(name="Friends of the shop")

    services.give_role(user.pk, Role.MODERATOR)

    assert groups_of(user) == {"moderator", "Friends of the shop"}


def test_a_person_with_a_password_can_log_in_and_one_without_cannot():
    make_user(email="ada@example.org", password=PASSWORD)
    make_user(email="bob@example.org")

    assert authenticate(username="ADA@example.org", password=PASSWORD) == User.objects.get(email="ada@example.org")
    assert authenticate(username="ada@example.org", password="wrong") is None
    assert authenticate(username="bob@example.org", password="") is None


def test_passwords_are_kept_as_argon2():
    assert identify_hasher(make_user(password=PASSWORD).password).algorithm == "argon2"


def test_a_suspended_person_cannot_log_in_until_restored():
    user = make_user(email="ada@example.org", password=PASSWORD)

    services.suspend(user.pk)
    assert authenticate(username="ada@example.org", password=PASSWORD) is None

    services.restore(user.pk)
    assert authenticate(username="ada@example.org", password=PASSWORD) == user


@pytest.mark.parametrize(
    "dismiss",
    [
        lambda user: services.give_role(user.pk, Role.BUYER),
        lambda user: services.suspend(user.pk),
        lambda user: services.delete_person(user.pk),
    ],
)
def test_the_last_active_admin_stays(dismiss):
    admin = make_admin()
    make_admin(is_active=False)

    with pytest.raises(LastAdmin):
        dismiss(admin)

    admin.refresh_from_db()
    assert (admin.role, admin.is_active, admin.is_superuser) == ("admin", True, True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_two_admins_who_dismiss_each_other_at_once_leave_one():
    admins = [make_admin().pk for _ in range(2)]
    start = threading.Barrier(2)

    def dismiss(pk):
        start.wait()
        try:
            services.suspend(pk)
        except LastAdmin:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor() as threads:
        done = list(threads.map(dismiss, admins))

    assert sorted(done) == [False, True]
    assert User.objects.filter(is_active=True, role=Role.ADMIN).count() == 1


def test_a_person_who_does_not_exist_is_not_found():
    for change in (services.suspend, services.restore, services.delete_person):
        with pytest.raises(User.DoesNotExist):
            change(404)


def test_one_of_two_admins_may_go():
    make_admin()
    admin = make_admin()

    services.suspend(admin.pk)

    admin.refresh_from_db()
    assert not admin.is_active


def test_a_seller_is_shown_by_first_name_and_initial_unless_said_otherwise():
    seller = make_seller(name="Ada Lovelace", city="London")

    profile = profile_of(seller)
    assert (profile.display_name, profile.slug, profile.city, profile.text) == (
        "Ada L.",
        "ada-l",
        "London",
        "",
    )


def test_the_address_of_a_seller_follows_the_display_name():
    seller = make_seller(display_name="Fräulein Müllers Café 1")
    assert profile_of(seller).slug == "fraeulein-muellers-cafe-1"

    services.change_profile(seller.pk, display_name="王小明")
    assert profile_of(seller).slug == "seller"


def test_a_long_name_is_cut_for_display():
    assert profile_of(make_seller(name="Ḱ" * 150)).display_name == "Ḱ" * 60


def test_who_becomes_a_seller_gets_a_profile_and_keeps_it():
    user = make_user(name="Ada")

    services.give_role(user.pk, Role.SELLER)
    services.change_profile(user.pk, display_name="Ada's attic")
    services.give_role(user.pk, Role.BUYER)
    services.give_role(user.pk, Role.SELLER)

    assert profile_of(user).display_name == "Ada's attic"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"display_name": "x" * 61}, "display_name"),
        ({"display_name": "a\x07b"}, "display_name"),
        ({"text": "x" * 2001}, "text"),
        ({"text": "a\x1bb"}, "text"),
        ({"city": "x" * 81}, "city"),
    ],
)
def test_a_profile_that_cannot_be_shown_is_refused_and_nobody_is_made(fields, wrong):
    with pytest.raises(ValidationError) as refusal:
        make_seller(**fields)

    assert list(refusal.value.message_dict) == [wrong]
    assert not User.objects.exists()
    assert not SellerProfile.objects.exists()


def test_the_text_of_a_seller_may_have_lines():
    assert profile_of(make_seller(text="First.\n\tSecond.\r\n")).text == "First.\n\tSecond."


def test_somebody_without_ties_can_be_deleted():
    user = make_seller()

    services.delete_person(user.pk)

    assert not User.objects.exists()
    assert not SellerProfile.objects.exists()
