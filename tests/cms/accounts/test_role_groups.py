import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from cms.accounts.role_groups import WAGTAIL_GROUPS, complete_role_groups
from cms.accounts.roles import GRANTS, STAFF_ROLES, Role
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def test_the_groups_are_the_roles_and_none_of_wagtails_own():
    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)


@pytest.mark.parametrize("role", Role.values)
def test_only_staff_may_enter_the_admin(role):
    assert make_user(role=role).has_perm("wagtailadmin.access_admin") == (role in STAFF_ROLES)


@pytest.mark.parametrize("role", [Role.BUYER, Role.SELLER])
def test_buyers_and_sellers_have_no_permission_at_all(role):
    assert make_user(role=role).get_all_permissions() == set()


def test_an_admin_may_do_everything():
    assert make_user(role=Role.ADMIN).has_perm("accounts.delete_user")


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.EDITOR])
def test_moderators_and_editors_publish_listings(role):
    assert make_user(role=role).has_perms(["catalog.change_listing", "catalog.publish_listing"])


@pytest.mark.parametrize(("role", "allowed"), [(Role.MODERATOR, True), (Role.EDITOR, False)])
def test_a_moderator_alone_decides_about_locks_and_availability(role, allowed):
    user = make_user(role=role)

    assert user.has_perm("catalog.unlock_listing") == allowed
    assert user.has_perm("catalog.change_availability") == allowed


@pytest.mark.parametrize(("role", "allowed"), [(Role.MODERATOR, False), (Role.EDITOR, True)])
def test_an_editor_shapes_the_site(role, allowed):
    user = make_user(role=role)

    assert user.has_perm("shop_site.change_appearance") == allowed
    assert Group.objects.get(name=role).page_permissions.filter(page__depth=1).exists() == allowed
    assert Group.objects.get(name=role).collection_permissions.exists() == allowed


@pytest.mark.parametrize(
    ("role", "allowed"), [(Role.MODERATOR, {"accounts.view_user", "accounts.suspend_user"}), (Role.EDITOR, set())]
)
def test_a_moderator_looks_at_people_and_suspends_them_and_an_editor_does_neither(role, allowed):
    held = make_user(role=role).get_all_permissions()

    assert {one for one in held if one.startswith(("accounts.", "auth.", "wagtailusers."))} == allowed


@pytest.mark.parametrize("role", GRANTS)
def test_every_permission_of_a_grant_exists(role):
    missing = [
        name
        for name in (*GRANTS[role].permissions, *GRANTS[role].collection)
        if not name.endswith(".*")
        and not Permission.objects.filter(
            content_type__app_label=name.split(".")[0], codename=name.split(".")[1]
        ).exists()
    ]

    assert missing == []


def test_a_group_that_was_removed_comes_back_with_the_next_migration():
    Group.objects.get(name=Role.EDITOR).delete()

    call_command("migrate", verbosity=0)

    assert Group.objects.get(name=Role.EDITOR).permissions.filter(codename="access_admin").exists()


def test_what_an_admin_added_to_a_group_stays():
    extra = Permission.objects.get(codename="change_user")
    moderators = Group.objects.get(name=Role.MODERATOR)
    moderators.permissions.add(extra)

    complete_role_groups(using="default")

    assert extra in moderators.permissions.all()


def test_wagtails_groups_go_also_when_the_first_migration_was_killed_and_went_on_in_another():
    Group.objects.all().delete()
    for name in WAGTAIL_GROUPS:
        Group.objects.create(name=name)

    call_command("migrate", verbosity=0)

    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)


def test_a_group_of_the_shops_own_that_is_called_as_wagtails_stays():
    Group.objects.create(name="Editors")

    call_command("migrate", verbosity=0)

    assert Group.objects.filter(name="Editors").exists()
