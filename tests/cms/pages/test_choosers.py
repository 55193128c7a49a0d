import json

import pytest
from django.urls import reverse

from cms.contract.records import ListingStatus
from tests.factories.goods import make_category, make_listing
from tests.factories.people import make_editor, make_seller, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(make_editor())
    return client


def shown(client, chooser: str, query: str = "") -> list[str]:
    response = client.get(reverse(f"{chooser}:choose_results"), {"q": query})
    return [str(one) for one in response.context["results"]]


def test_categories_are_shown_branch_by_branch(editor):
    tools, books = make_category("Tools"), make_category("Books")
    make_category("Saws", parent=tools)

    assert shown(editor, "choose_category") == ["Books", "Tools", "Saws"]
    assert shown(editor, "choose_category", "tools saw") == ["Saws"]
    assert books.slug_path in editor.get(reverse("choose_category:choose")).json()["html"]


def test_only_what_is_for_sale_can_be_picked(editor):
    make_listing(title="Red bicycle")
    make_listing(title="Blue bicycle", status=ListingStatus.SOLD)
    make_listing(title="Green bicycle", live=False)
    make_listing(title="Chair")

    assert shown(editor, "choose_listing") == ["Chair", "Red bicycle"]
    assert shown(editor, "choose_listing", "bicycle") == ["Red bicycle"]


def test_sellers_are_found_by_name_and_number(editor):
    anna, bert = make_seller(name="Anna"), make_seller(name="Bert")
    bert.is_active = False
    bert.save()

    assert shown(editor, "choose_seller") == [anna.seller_profile.display_name]
    assert shown(editor, "choose_seller", str(anna.number)) == [anna.seller_profile.display_name]


def test_a_choice_is_answered_with_its_name(editor):
    category = make_category("Tools")

    answer = json.loads(editor.get(reverse("choose_category:chosen", args=[category.pk])).content)

    assert (answer["result"]["id"], answer["result"]["title"]) == (str(category.pk), "Tools")


def test_buyers_do_not_get_in(client):
    client.force_login(make_user())

    assert client.get(reverse("choose_seller:choose")).status_code == 302
