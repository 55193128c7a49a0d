import pytest

from cms.accounts.models import SellerProfile, User
from tests.cms.workbook.conftest import counts, told
from tests.factories.people import make_admin, make_editor, make_seller, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HEADER = ["number", "email", "name", "role", "city", "status"]


def people():
    return list(User.objects.order_by("number").values_list("email", "name", "role", "is_active"))


def test_new_people_get_the_next_numbers_and_cannot_log_in(take):
    first = make_user(email="first@example.org", name="First")

    result = take(
        {
            "users": [
                ["email", "name", "role", "city", "status"],
                [" Ada@Example.org ", "Ada", "seller", "Graz"],
                ["ben@example.org", "Ben", None, None, "suspended"],
            ]
        }
    )

    assert counts(result, "users") == (2, 0, 0, 0)
    ada, ben = User.objects.exclude(pk=first.pk).order_by("number")
    assert (ada.number, ben.number) == (first.number + 1, first.number + 2)
    assert (ada.email, ada.role, ada.is_active) == ("ada@example.org", "seller", True)
    assert (ben.email, ben.role, ben.is_active) == ("ben@example.org", "buyer", False)
    assert not ada.has_usable_password()
    assert [group.name for group in ada.groups.all()] == ["seller"]
    assert SellerProfile.objects.get(user=ada).city == "Graz"
    assert not SellerProfile.objects.filter(user=ben).exists()


def test_the_same_again_changes_nothing(take):
    rows = [HEADER, [None, "ada@example.org", "Ada", "seller", "Graz", "active"]]
    take({"users": rows})

    assert counts(take({"users": rows}), "users") == (0, 0, 1, 0)
    assert User.objects.count() == 1


def test_people_are_found_by_number_and_else_by_address(take):
    ada, ben = make_seller(email="ada@example.org", name="Ada", city="Graz"), make_user(email="ben@example.org")

    result = take(
        {
            "users": [
                HEADER,
                [ada.label, "ada@new.example", "Ada L", "seller", "Linz", "active"],
                [None, "BEN@example.org", "Benjamin", "seller", None, "suspended"],
            ]
        }
    )

    assert counts(result, "users") == (0, 2, 0, 0)
    assert people() == [("ada@new.example", "Ada L", "seller", True), ("ben@example.org", "Benjamin", "seller", False)]
    assert SellerProfile.objects.get(user=ada).city == "Linz"
    assert SellerProfile.objects.filter(user=ben).exists()


def test_columns_that_are_not_there_and_empty_cells_leave_things_as_they_are(take):
    make_seller(email="ada@example.org", name="Ada", city="Graz")

    take({"users": [["email", "name", "role"], ["ada@example.org", "Ada L", None]]})

    assert people() == [("ada@example.org", "Ada L", "seller", True)]
    assert SellerProfile.objects.get().city == "Graz"


def test_everything_wrong_is_told_and_nothing_is_done(take):
    ada = make_user(email="ada@example.org", name="Ada")
    ben = make_user(email="ben@example.org", name="Ben")
    before = people()

    result = take(
        {
            "users": [
                HEADER,
                ["U-999999", "new@example.org", "New"],
                ["first", "one@example.org", "One"],
                [None, "no address", "Two"],
                [None, "three@example.org", "\u200b"],
                [None, "four@example.org", "Four", "king"],
                [None, "five@example.org", "Five", "buyer", "Graz"],
                [ada.number, "ben@example.org", "Ada"],
                [None, "ben@example.org", "Ben", "king"],
                [None, "six@example.org", None, None, None, "asleep"],
            ]
        }
    )

    assert told(result) == [
        ("users", 2, "number", "U-999999", "nobody has this number. Clear it: a new person gets the next one."),
        ("users", 3, "number", "first", "it must be a number like U-000042 or 42."),
        ("users", 4, "email", "no address", "Enter a valid email address."),
        ("users", 5, "name", "\u200b", "Write something that can be seen."),
        ("users", 6, "role", "king", "it must be one of buyer, seller, moderator, editor, admin."),
        ("users", 7, "city", "Graz", "a city is kept for sellers only."),
        ("users", 8, "email", "ben@example.org", f"{ben.label} has this e-mail address."),
        ("users", 9, "email", "ben@example.org", "row 8 is about the same person."),
        ("users", 9, "role", "king", "it must be one of buyer, seller, moderator, editor, admin."),
        ("users", 10, "name", None, "it is missing."),
        ("users", 10, "status", "asleep", "it must be one of active, suspended."),
    ]
    assert people() == before


def test_no_row_makes_or_changes_staff(take):
    editor = make_editor(email="ed@example.org", name="Ed")
    ben = make_user(email="ben@example.org", name="Ben")
    before = people()

    result = take(
        {
            "users": [
                HEADER,
                [None, "new@example.org", "New", "moderator"],
                [None, "ben@example.org", "Ben", "admin"],
                [editor.label, "mine@evil.example", "Ed"],
            ]
        },
        skip_bad_rows=True,
    )

    allow = "only an import with --allow-staff may do that."
    assert told(result) == [
        ("users", 2, "role", "moderator", f"the row would make a new moderator; {allow}"),
        ("users", 3, "role", "admin", f"the row would make {ben.label} an admin; {allow}"),
        ("users", 4, None, None, f"{editor.label} is an editor: to change them, {allow}"),
    ]
    assert people() == before


def test_staff_rows_that_change_nothing_are_fine(take, exported):
    make_editor(email="ed@example.org", name="Ed")
    rows = exported("users")

    assert counts(take({"users": [HEADER, *[list(row.values()) for row in rows]]}), "users") == (0, 0, 1, 0)


def test_staff_can_be_made_when_that_is_allowed(take):
    ben = make_user(email="ben@example.org", name="Ben")

    take(
        {"users": [HEADER, [None, "new@example.org", "New", "admin"], [ben.label, "ben@example.org", "Ben", "editor"]]},
        allow_staff=True,
    )

    assert people() == [("ben@example.org", "Ben", "editor", True), ("new@example.org", "New", "admin", True)]
    assert User.objects.get(email="new@example.org").is_superuser
    assert [group.name for group in ben.groups.all()] == ["editor"]


def test_one_admin_always_stays(take):
    first, second = make_admin(name="One", email="one@example.org"), make_admin(name="Two", email="two@example.org")

    result = take(
        {
            "users": [
                HEADER,
                [first.label, "one@example.org", "One", "buyer"],
                [second.label, "two@example.org", "Two", "admin", None, "suspended"],
            ]
        },
        allow_staff=True,
        skip_bad_rows=True,
    )

    assert told(result) == [("users", 3, None, None, f"{second.label} is the only active admin left.")]
    assert people() == [("one@example.org", "One", "buyer", True), ("two@example.org", "Two", "admin", True)]
