"""What people type into Wagtail's own searches is never an error, on either database."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.search.backends import get_search_backend
from wagtail.search.query import MATCH_ALL, And, Not, Or, Phrase, PlainText

from cms.pages.models import ContentPage
from tests.factories.goods import make_category
from tests.factories.pages import make_library_image, make_page
from tests.factories.people import make_admin

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ODD = ['"', 'a"b', '"oak', " ", "-", "*", "%s", "'", "\\", "(", "a AND", "NEAR(", "a\0b", "\ud800", ":", "^"]


@pytest.fixture
def pages():
    made = [make_page(title=title) for title in ('The "round" oak table', "An oak bench", "Opening hours")]
    call_command("update_index", verbosity=0)
    return made


def found(query, how="search"):
    results = getattr(get_search_backend(), how)(query, ContentPage.objects.all())
    titles = sorted(one.title for one in results)
    assert results.count() == len(titles)
    return titles


@pytest.mark.parametrize("how", ["search", "autocomplete"])
def test_signs_that_belong_to_a_query_language_are_no_error(pages, how):
    for typed in ODD:
        found(typed, how)


def test_words_are_found_with_signs_around_them_and_signs_alone_find_nothing(pages):
    table, bench = 'The "round" oak table', "An oak bench"

    assert found('oak "table') == found("oak table")
    assert found(PlainText('oak - "table', operator="and")) == [table]
    assert found(PlainText("oak & bench", operator="and")) == [bench]
    assert found(Phrase('oak "table"')) == [table]
    assert found('"') == found(" ") == found("-") == []


def test_a_part_that_asks_nothing_changes_nothing_in_a_larger_query(pages):
    nothing, bench = PlainText('"'), PlainText("bench")

    assert found(And([nothing, bench])) == found(Or([nothing, bench])) == ["An oak bench"]
    assert found(And([nothing])) == []
    assert len(found(Not(nothing))) == len(found(MATCH_ALL)) == 3
    assert found(Not(bench)) == sorted(one.title for one in (pages[0], pages[2]))


def test_the_lists_and_choosers_of_the_admin_answer(client):
    client.force_login(make_admin())
    make_category("Tables")
    make_library_image(title="Oak")
    get_document_model().objects.create(title="Oak", file="oak.pdf")
    make_page(title="Oak")
    names = [
        "wagtailimages:index",
        "wagtailimages_chooser:choose_results",
        "wagtaildocs:index",
        "wagtaildocs_chooser:choose_results",
        "wagtailadmin_explore_root",
        "wagtailadmin_pages:search",
        "wagtailadmin_choose_page_search",
        "wagtailredirects:index",
        "wagtailadmin_collections:index",
        "categories:list",
        "listings:list",
        "choose_category:choose_results",
    ]

    answers = {name: client.get(reverse(name), {"q": 'oak "'}).status_code for name in names}

    assert answers == dict.fromkeys(names, 200)
