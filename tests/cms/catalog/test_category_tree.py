"""The tree of categories in the admin: steps, drops, what is refused, and who may."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from cms.catalog.models import Category, CategorySlugHistory
from cms.catalog.services import move_category
from tests.factories.goods import make_category
from tests.factories.people import make_admin, make_editor, make_moderator, make_seller, make_user

pytestmark = pytest.mark.django_db

TREE = "/admin/categories/"
BY_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def editor(client):
    client.user = make_editor()
    client.force_login(client.user)
    return client


@pytest.fixture
def shop():
    """Home (Chairs, Tables (Desks)), Garden, Toys."""
    made = {name: make_category(name) for name in ("Home", "Garden", "Toys")}
    made |= {name: make_category(name, parent=made["Home"]) for name in ("Chairs", "Tables")}
    made["Desks"] = make_category("Desks", parent=made["Tables"])
    return made


def tree(parent=None):
    """Names in their order, each with what is below it; no two have the same place."""
    found = list(Category.objects.filter(parent=parent))
    assert len({one.position for one in found}) == len(found)
    return [(one.name, *filter(None, [tree(one)])) for one in found]


def move(client, category, step, other=None):
    sent = {"step": step} | ({"other": other.pk} if other else {})
    return client.post(f"{TREE}move/{category.pk}/", sent, headers=BY_SCRIPT)


HOME = ("Home", [("Chairs",), ("Tables", [("Desks",)])])


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("name", "step", "other", "expected", "told"),
    [
        ("Garden", "up", "", [("Garden",), HOME, ("Toys",)], "“Garden” is now at the top, place 1."),
        ("Garden", "down", "", [HOME, ("Toys",), ("Garden",)], "“Garden” is now at the top, place 3."),
        ("Garden", "in", "", [(*HOME[:1], [*HOME[1], ("Garden",)]), ("Toys",)], "“Garden” is now in “Home”, place 3."),
        (
            "Chairs",
            "out",
            "",
            [("Home", [HOME[1][1]]), ("Chairs",), ("Garden",), ("Toys",)],
            "“Chairs” is now at the top, place 2.",
        ),
        ("Toys", "before", "Home", [("Toys",), HOME, ("Garden",)], "“Toys” is now at the top, place 1."),
        ("Home", "after", "Garden", [("Garden",), HOME, ("Toys",)], "“Home” is now at the top, place 2."),
        (
            "Toys",
            "after",
            "Chairs",
            [("Home", [("Chairs",), ("Toys",), HOME[1][1]]), ("Garden",)],
            "“Toys” is now in “Home”, place 2.",
        ),
        ("Chairs", "into", "Home", [("Home", [HOME[1][1], ("Chairs",)]), ("Garden",), ("Toys",)], "place 2."),
    ],
)
def test_a_move_lands_where_it_says(editor, shop, name, step, other, expected, told):
    answer = move(editor, shop[name], step, shop.get(other))

    assert (answer.status_code, tree()) == (200, expected)
    assert answer.content.decode().endswith(told)


def test_addresses_follow_and_the_history_says_who_moved_it(editor, shop):
    move(editor, shop["Tables"], "after", shop["Toys"])

    assert Category.objects.get(name="Desks").slug_path == "tables/desks"
    assert CategorySlugHistory.objects.get(slug_path="home/tables/desks").category == shop["Desks"]
    entry = ModelLogEntry.objects.get(action="catalog.move")
    assert (entry.object_id, entry.user) == (str(shop["Tables"].pk), editor.user)
    assert entry.data == {"from": "Home", "to": "", "place": 4}
    assert registry.get_action_label("catalog.move") == "Move"
    assert entry.message == "Moved to the top, place 4"
    assert "Moved to the top, place 4" in editor.get(f"{TREE}history/{shop['Tables'].pk}/").content.decode()


def test_what_is_dropped_where_it_was_changes_nothing(editor, shop):
    for name, step, other in (("Garden", "before", "Toys"), ("Garden", "after", "Garden"), ("Tables", "into", "Home")):
        assert move(editor, shop[name], step, shop[other]).status_code == 200

    assert tree() == [HOME, ("Garden",), ("Toys",)]
    assert not ModelLogEntry.objects.filter(action="catalog.move").exists()


@pytest.mark.parametrize(
    ("name", "step", "other", "told"),
    [
        ("Home", "into", "Home", "“Home” cannot be placed inside itself."),
        ("Home", "into", "Desks", "“Home” cannot be placed inside itself."),
        ("Home", "before", "Chairs", "“Home” cannot be placed inside itself."),
        ("Home", "up", "", "“Home” is the first one here already."),
        ("Toys", "down", "", "“Toys” is the last one here already."),
        ("Home", "in", "", "Above “Home” is nothing on the same level that it could go into."),
        ("Home", "out", "", "“Home” is at the top already."),
        ("Home", "into", "", "That category is no longer there. Look at the tree again, then move."),
        ("Home", "sideways", "", "This is no move that the tree knows."),
        ("Home", "", "", "This is no move that the tree knows."),
    ],
)
def test_a_move_that_cannot_be_is_refused_in_words_and_changes_nothing(editor, shop, name, step, other, told):
    answer = move(editor, shop[name], step, shop.get(other))

    assert (answer.status_code, answer.content.decode()) == (422, told)
    assert tree() == [HOME, ("Garden",), ("Toys",)]
    assert not ModelLogEntry.objects.filter(action="catalog.move").exists()


def test_too_deep_taken_and_gone_are_refused_in_words(editor, shop):
    make_category("Oak", parent=shop["Desks"])
    make_category("Chairs", parent=shop["Garden"])

    deep = move(editor, shop["Toys"], "into", Category.objects.get(name="Oak"))
    taken = move(editor, shop["Chairs"], "into", shop["Garden"])
    gone = editor.post(f"{TREE}move/999999/", {"step": "up"}, headers=BY_SCRIPT)

    assert deep.content.decode() == "Categories can be at most 4 levels deep."
    assert taken.content.decode() == "There is already a category “chairs” in the same place."
    assert gone.content.decode().startswith("That category is no longer there.")
    assert shop["Chairs"].slug_path == Category.objects.get(pk=shop["Chairs"].pk).slug_path == "home/chairs"


def test_the_place_among_new_siblings_is_never_past_the_last(shop):
    assert move_category(shop["Toys"].pk, parent_id=shop["Home"].pk, position=99).position == 2
    assert move_category(shop["Toys"].pk, parent_id=shop["Home"].pk).position == 2
    assert move_category(shop["Toys"].pk, parent_id=None).position == 2
    assert tree() == [HOME, ("Garden",), ("Toys",)]


def test_without_a_script_the_tree_comes_back_and_says_where_it_is(editor, shop):
    address = f"{TREE}move/{shop['Garden'].pk}/"

    answer = editor.post(address, {"step": "up"}, follow=True)
    assert answer.redirect_chain == [(f"{TREE}#category-{shop['Garden'].pk}", 302)]
    assert "“Garden” is now at the top, place 1." in answer.content.decode()
    answer = editor.post(address, {"step": "up"}, follow=True)
    assert "“Garden” is the first one here already." in answer.content.decode()
    assert editor.get(address).status_code == 405


def test_each_row_has_the_steps_that_lead_somewhere(editor, shop):
    page = editor.get(TREE).content.decode()

    cell = page.split(f'id="category-{shop["Chairs"].pk}"')[1].split("</td>")[0]
    assert [" disabled" in one for one in cell.split("<button")[1:]] == [True, False, False, True]
    assert 'aria-label="Move “Chairs” out of “Home”"' in cell
    found = editor.get(TREE, {"q": "Chairs"}).content.decode()
    assert 'form="category-move"' not in found
    assert 'form="category-move"' not in editor.get(TREE, {"ordering": "slug_path"}).content.decode()


def test_only_who_may_change_categories_moves_them(client, shop):
    answers = {}
    for make in (make_user, make_seller, make_moderator, make_editor, make_admin):
        client.force_login(make())
        seen = 'form="category-move"' in client.get(TREE).content.decode()
        answers[make.__name__] = (seen, move(client, shop["Garden"], "down").status_code)
        if make in (make_user, make_seller, make_moderator):
            assert tree() == [HOME, ("Garden",), ("Toys",)]
        else:
            move(client, shop["Garden"], "up")

    assert answers == {
        "make_user": (False, 403),
        "make_seller": (False, 403),
        "make_moderator": (False, 403),
        "make_editor": (True, 200),
        "make_admin": (True, 200),
    }


@pytest.mark.both_databases
def test_the_queries_do_not_grow_with_the_tree(editor, shop):
    def count(act):
        with CaptureQueriesContext(connection) as asked:
            act()
        return len(asked)

    def both():
        move(editor, shop["Toys"], "before", shop["Home"])
        move(editor, shop["Toys"], "after", shop["Garden"])

    editor.get(TREE)
    both()
    few = count(lambda: editor.get(TREE)), count(both)
    for number in range(30):
        make_category(f"More {number}")
    assert (count(lambda: editor.get(TREE)), count(both)) == few
