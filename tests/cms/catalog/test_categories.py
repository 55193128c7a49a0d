"""The tree: every address follows, every old one is remembered, and nothing impossible is saved."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cms.catalog.errors import CategoryInUse, CategoryRefused, InsideItself, SlugReserved, SlugTaken, TooDeep
from cms.catalog.models import Category, CategorySlugHistory
from cms.catalog.services import create_category, delete_category, move_category, rename_category
from tests.factories.goods import make_category, make_listing

pytestmark = pytest.mark.django_db


def paths() -> list[str]:
    return sorted(Category.objects.values_list("slug_path", flat=True))


def history() -> dict[str, str]:
    return {one.slug_path: one.category.slug_path for one in CategorySlugHistory.objects.select_related("category")}


@pytest.fixture
def furniture() -> Category:
    return create_category("Furniture")


@pytest.fixture
def chairs(furniture) -> Category:
    return create_category("Chairs & Stools", parent_id=furniture.pk)


def test_the_address_follows_from_the_names(chairs):
    assert (chairs.slug, chairs.slug_path, chairs.depth) == ("chairs-stools", "furniture/chairs-stools", 2)


def test_a_given_slug_is_taken():
    assert create_category("Möbel", slug="furniture").slug_path == "furniture"


def test_a_new_category_comes_last_among_its_siblings(furniture):
    first, second = (create_category(name, parent_id=furniture.pk) for name in ("Tables", "Beds"))

    assert (first.position, second.position) == (0, 1)
    assert create_category("Lamps", parent_id=furniture.pk, position=0).position == 0


def test_a_new_name_leaves_the_address_alone(furniture):
    rename_category(furniture.pk, name="Möbel")

    assert Category.objects.get().name == "Möbel"
    assert (paths(), history()) == (["furniture"], {})


def test_a_new_slug_renews_the_addresses_below_and_remembers_the_old(furniture, chairs):
    create_category("Bar stools", parent_id=chairs.pk)

    rename_category(furniture.pk, name="Home", slug="home")

    assert paths() == ["home", "home/chairs-stools", "home/chairs-stools/bar-stools"]
    assert history() == {
        "furniture": "home",
        "furniture/chairs-stools": "home/chairs-stools",
        "furniture/chairs-stools/bar-stools": "home/chairs-stools/bar-stools",
    }


def test_a_category_moves_with_all_that_is_below_it(furniture, chairs):
    garden = create_category("Garden")
    create_category("Bar stools", parent_id=chairs.pk)

    moved = move_category(chairs.pk, parent_id=garden.pk, position=7)

    assert (moved.position, moved.slug_path) == (0, "garden/chairs-stools")
    assert paths() == ["furniture", "garden", "garden/chairs-stools", "garden/chairs-stools/bar-stools"]
    assert history()["furniture/chairs-stools/bar-stools"] == "garden/chairs-stools/bar-stools"


def test_a_category_moves_to_the_top(furniture, chairs):
    assert move_category(chairs.pk, parent_id=None).slug_path == "chairs-stools"


def test_an_address_in_use_again_leads_nowhere_else(furniture):
    rename_category(furniture.pk, name="Home", slug="home")
    assert history() == {"furniture": "home"}

    create_category("Furniture")
    assert history() == {}


def test_moving_there_and_back_leaves_only_the_other_address(furniture, chairs):
    move_category(chairs.pk, parent_id=None)
    move_category(chairs.pk, parent_id=furniture.pk)

    assert history() == {"chairs-stools": "furniture/chairs-stools"}


def test_a_similar_name_beside_it_does_not_move_along(furniture, chairs):
    create_category("Furniture wax")

    rename_category(furniture.pk, name="Home", slug="home")

    assert paths() == ["furniture-wax", "home", "home/chairs-stools"]


@pytest.mark.parametrize("inside", ["itself", "child", "grandchild"])
def test_a_category_cannot_move_into_itself(furniture, chairs, inside):
    stools = create_category("Stools", parent_id=chairs.pk)
    target = {"itself": furniture, "child": chairs, "grandchild": stools}[inside]

    with pytest.raises(InsideItself, match="“Furniture” cannot be placed inside itself"):
        move_category(furniture.pk, parent_id=target.pk)

    assert paths() == ["furniture", "furniture/chairs-stools", "furniture/chairs-stools/stools"]


def test_the_slug_that_list_pages_need_is_refused(furniture):
    for act in (
        lambda: create_category("Page"),
        lambda: create_category("Paper", slug="page", parent_id=furniture.pk),
        lambda: rename_category(furniture.pk, name="Page", slug="page"),
    ):
        with pytest.raises(SlugReserved):
            act()

    assert paths() == ["furniture"]


def test_two_siblings_cannot_have_the_same_slug(furniture, chairs):
    with pytest.raises(SlugTaken):
        create_category("chairs stools", parent_id=furniture.pk)
    top = create_category("Chairs stools")
    with pytest.raises(SlugTaken):
        move_category(top.pk, parent_id=furniture.pk)

    assert paths() == ["chairs-stools", "furniture", "furniture/chairs-stools"]


def test_four_levels_are_the_limit():
    parent = None
    for name in ("a", "b", "c", "d"):
        parent = make_category(name, parent=parent)

    with pytest.raises(TooDeep):
        make_category("e", parent=parent)
    assert max(path.count("/") for path in paths()) == 3


def test_a_branch_cannot_move_to_where_it_would_be_too_deep():
    top = make_category("top")
    middle = make_category("middle", parent=top)
    branch = make_category("branch")
    twig = make_category("twig", parent=branch)
    make_category("leaf", parent=twig)

    with pytest.raises(TooDeep):
        move_category(branch.pk, parent_id=middle.pk)
    assert move_category(branch.pk, parent_id=top.pk).slug_path == "top/branch"


def test_only_an_empty_category_can_be_deleted(furniture, chairs):
    make_listing(category=chairs)

    with pytest.raises(CategoryInUse, match="1 categories and 0 listings"):
        delete_category(furniture.pk)
    with pytest.raises(CategoryInUse, match="0 categories and 1 listings"):
        delete_category(chairs.pk)
    assert Category.objects.count() == 2

    chairs.listings.all().delete()
    delete_category(chairs.pk)
    assert paths() == ["furniture"]


@pytest.mark.both_databases
def test_the_database_refuses_what_no_service_would_do(furniture):
    for bad in ({"slug": "page"}, {"parent_id": furniture.pk}, {"slug_path": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Category.objects.filter(pk=furniture.pk).update(**bad)


class LawsOfTheTree(TestCase):
    """Whatever is done, in whatever order: every address is the way from the root, and no old one points nowhere."""

    @settings(max_examples=25)
    @given(
        st.lists(
            st.tuples(st.sampled_from("mrc"), st.integers(0, 7), st.integers(0, 8), st.integers(0, 4)), max_size=15
        )
    )
    def test_addresses_are_always_the_way_from_the_root(self, acts):
        made = [create_category(f"c{number}") for number in range(3)]
        for kind, one, other, name in acts:
            category = made[one % len(made)]
            parent = None if other == 8 else made[other % len(made)].pk
            try:
                if kind == "m":
                    move_category(category.pk, parent_id=parent)
                elif kind == "r":
                    rename_category(category.pk, name="x", slug=f"c{name}")
                else:
                    made.append(create_category(f"c{name}", parent_id=parent))
            except CategoryRefused:
                continue
        for category in Category.objects.select_related("parent"):
            above = f"{category.parent.slug_path}/" if category.parent else ""
            assert category.slug_path == above + category.slug
            assert category.depth <= 4
        assert not set(history()) & set(paths())
