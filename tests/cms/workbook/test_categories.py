import pytest

from cms.catalog.models import Category, CategorySlugHistory
from cms.catalog.services import create_category
from tests.cms.workbook.conftest import counts, told

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HEADER = ["slug", "name", "parent", "position"]


def tree():
    return list(Category.objects.order_by("slug_path").values_list("slug_path", "name", "position"))


def test_a_tree_comes_in_whatever_the_order_of_its_rows(take):
    result = take(
        {"categories": [HEADER, ["chairs", "Chairs", "home"], ["home", "Home", None, 7], ["lamps", "L", "home"]]}
    )

    assert counts(result, "categories") == (3, 0, 0, 0)
    assert tree() == [("home", "Home", 7), ("home/chairs", "Chairs", 0), ("home/lamps", "L", 1)]


def test_the_same_again_changes_nothing(take, exported):
    rows = [HEADER, ["home", "Home"], ["chairs", "Chairs", "home", 4]]
    take({"categories": rows})

    assert counts(take({"categories": rows}), "categories") == (0, 0, 2, 0)
    assert exported("categories") == [
        {"slug": "home", "name": "Home", "parent": None, "position": 0},
        {"slug": "chairs", "name": "Chairs", "parent": "home", "position": 4},
    ]


def test_names_and_places_change_and_old_addresses_are_remembered(take):
    home, garden = create_category("Home"), create_category("Garden")
    create_category("Chairs", parent_id=home.pk)

    result = take({"categories": [HEADER, ["chairs", "Seats", "garden", 3]]})

    assert counts(result, "categories") == (0, 1, 0, 0)
    assert tree() == [("garden", "Garden", 1), ("garden/chairs", "Seats", 3), ("home", "Home", 0)]
    assert CategorySlugHistory.objects.get().slug_path == "home/chairs"
    assert garden.slug_path == "garden"


def test_columns_that_are_not_there_change_nothing(take):
    home = create_category("Home")
    create_category("Chairs", parent_id=home.pk, position=5)

    take({"categories": [["name", "slug"], ["Seats", "chairs"]]})

    assert ("home/chairs", "Seats", 5) in tree()


def test_parent_and_child_may_change_places(take):
    home = create_category("Home")
    create_category("Chairs", parent_id=home.pk)

    result = take({"categories": [HEADER, ["home", "Home", "chairs"], ["chairs", "Chairs", None]]})

    assert told(result) == []
    assert [path for path, _, _ in tree()] == ["chairs", "chairs/home"]


def test_everything_wrong_is_told_and_nothing_is_done(take):
    create_category("Home")
    rows = [
        HEADER,
        ["Bad Slug", "Bad"],
        ["page", "Page"],
        ["a", "A", "nowhere"],
        ["b", "B", "a"],
        ["c", "C", "d"],
        ["d", "D", "c"],
        ["e", "", None, -1],
        ["f", "F"],
        ["f", "", None, -1],
    ]

    result = take({"categories": rows})

    assert not result.applied
    assert told(result) == [
        (
            "categories",
            2,
            "slug",
            "Bad Slug",
            "use small letters a-z, digits and single hyphens, at most 60 characters.",
        ),
        ("categories", 3, "slug", "page", "“page” is reserved: the pages of a list have this address."),
        ("categories", 4, "parent", "nowhere", "there is no category with this slug."),
        ("categories", 5, "parent", "a", "there is no category with this slug."),
        ("categories", 6, "parent", "d", "the category would be inside itself."),
        ("categories", 7, "parent", "c", "there is no category with this slug."),
        ("categories", 8, "name", None, "it is missing."),
        ("categories", 8, "position", "-1", "it must be a number from 0 to 2,147,483,647."),
        ("categories", 10, "slug", "f", "row 9 has the same slug."),
        ("categories", 10, "name", None, "it is missing."),
        ("categories", 10, "position", "-1", "it must be a number from 0 to 2,147,483,647."),
    ]
    assert tree() == [("home", "Home", 0)]


def test_no_tree_is_deeper_than_four_levels(take):
    names = ["a", "b", "c", "d", "e"]
    rows = [[name, name.upper(), above] for name, above in zip(names, [None, *names], strict=False)]

    result = take({"categories": [HEADER, *rows]}, skip_bad_rows=True)

    assert told(result) == [("categories", 6, "parent", "d", "categories can be at most 4 levels deep.")]
    assert [path for path, _, _ in tree()] == ["a", "a/b", "a/b/c", "a/b/c/d"]


def test_a_slug_that_several_have_is_written_with_those_above_it(take, exported):
    for name in ("Home", "Garden"):
        create_category("Chairs", parent_id=create_category(name).pk)

    result = take({"categories": [HEADER, ["chairs", "Seats", "home"], ["garden/chairs", "Seats", "garden"]]})

    assert told(result) == [
        ("categories", 2, "slug", "chairs", "several categories have this slug; write garden/chairs or home/chairs.")
    ]
    assert [row["slug"] for row in exported("categories")] == ["garden", "home", "garden/chairs", "home/chairs"]
    assert counts(
        take({"categories": [list(row.values()) for row in _with_header(exported("categories"))]}), "categories"
    ) == (
        0,
        0,
        4,
        0,
    )


def _with_header(rows):
    return [dict(zip(rows[0], rows[0], strict=True)), *rows]
