import pytest
from wagtail.models import Revision

from cms.pages.models import ContentPage, HomePage
from cms.pages.places import why_not_here
from cms.pages.tree import ensure_home
from cms.workbook.paragraphs import rich_text_of
from tests.cms.workbook.conftest import counts, told
from tests.factories.pages import make_page

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HEADER = ["path", "title", "body", "blocks", "published"]


def page(path):
    return next(one for one in ContentPage.objects.all() if one.public_path == path)


def html_of(one):
    return [(block["type"], block["value"]) for block in one.body.get_prep_value()]


def test_new_pages_come_in_with_parents_wherever_their_rows_are(take, exported):
    result = take(
        {
            "pages": [
                HEADER,
                ["/about/team", "Team", "Ada\nBen", "no", "no"],
                ["/about", "About us", "We sell <old> things.\r\n\r\nCome & see.", None, "yes"],
            ]
        }
    )

    assert told(result) == []
    assert counts(result, "pages") == (2, 0, 0, 0)
    about, team = page("/about"), page("/about/team")
    assert (about.title, about.live) == ("About us", True)
    assert html_of(about) == [("rich_text", "<p>We sell &lt;old&gt; things.</p><p>Come &amp; see.</p>")]
    assert team.live is False
    assert exported("pages") == [
        {"path": "/", "title": "Home", "body": None, "blocks": "yes", "published": "yes"},
        {
            "path": "/about",
            "title": "About us",
            "body": "We sell <old> things.\n\nCome & see.",
            "blocks": "no",
            "published": "yes",
        },
        {"path": "/about/team", "title": "Team", "body": "Ada\nBen", "blocks": "no", "published": "no"},
    ]


def test_the_same_again_changes_nothing(take, exported):
    rows = [HEADER, ["/about", "About us", "One.\n\n\nTwo.", None, "yes"], ["/empty/", "Empty", None, "no", True]]
    take({"pages": rows})

    assert counts(take({"pages": rows}), "pages") == (0, 0, 2, 0)
    cells = [list(row.values()) for row in exported("pages")]
    assert counts(take({"pages": [HEADER, *cells]}), "pages") == (0, 0, 3, 0)


def test_a_page_changes_its_title_text_and_publication(take):
    make_page(title="About", slug="about", body=[("rich_text", "<p>Old</p>")])

    result = take({"pages": [HEADER, ["/about", "About us", "New", None, "yes"]]})

    assert counts(result, "pages") == (0, 1, 0, 0)
    stored = page("/about")
    assert (stored.title, stored.live, html_of(stored)) == ("About us", True, [("rich_text", "<p>New</p>")])
    assert not stored.has_unpublished_changes

    take({"pages": [["path", "title", "published"], ["/about", "About us", "no"]]})
    assert page("/about").live is False
    take({"pages": [["path", "title", "published"], ["/about", "Over ons", "yes"]]})
    assert (page("/about").live, page("/about").title) == (True, "Over ons")


def test_other_blocks_are_left_alone(take, exported):
    blocks = [("quote", {"text": "Cheap!", "source": ""})]
    make_page(title="About", slug="about", body=blocks)
    (cells,) = [row for row in exported("pages") if row["path"] == "/about"]
    assert (cells["blocks"], cells["body"]) == ("yes", None)

    take({"pages": [HEADER, ["/about", "About us", None, "yes", "yes"]]})

    assert page("/about").title == "About us"
    assert [name for name, _ in html_of(page("/about"))] == ["quote"]


def test_blocks_are_replaced_only_when_the_row_says_so(take):
    make_page(title="About", slug="about", body=[("quote", {"text": "Cheap!", "source": ""})])

    refused = take({"pages": [HEADER, ["/about", "About", "Text", None, None]]})
    both = take({"pages": [HEADER, ["/about", "About", "Text", "yes", None]]})

    assert told(refused) == [
        (
            "pages",
            2,
            "body",
            "Text",
            "the page has other blocks. To replace all of them by this text, write no in blocks.",
        )
    ]
    assert told(both) == [
        ("pages", 2, "body", "Text", "the row says that the page has other blocks; then the body must be empty.")
    ]
    assert [name for name, _ in html_of(page("/about"))] == ["quote"]

    take({"pages": [HEADER, ["/about", "About", "Text", "no", None]]})
    assert html_of(page("/about")) == [("rich_text", "<p>Text</p>")]


def test_everything_wrong_is_told_and_nothing_is_done(take):
    ensure_home()
    deep = "/a/b/c/d/e"

    result = take(
        {
            "pages": [
                HEADER,
                ["/admin", "Admin"],
                ["/sitemap-7", "Map"],
                ["/Bad_Slug!", "Bad"],
                ["/no/where", "Nowhere"],
                ["about", "About"],
                ["/new", "New", None, "yes"],
                ["/new", None, None, "maybe"],
                ["/", "Home", None, "yes", "no"],
                ["/text", None, "x" * 10, "maybe"],
                *[[deep[: 2 * level], "Deep"] for level in range(1, 6)],
            ]
        }
    )

    assert [(row, column, message) for _, row, column, _, message in told(result)] == [
        (2, "path", "The address /admin belongs to the shop itself. Choose another slug, like admin-info."),
        (3, "path", "The address /sitemap-7 belongs to the shop itself. Choose another slug, like sitemap-7-info."),
        (
            4,
            "path",
            why_not_here("Bad_Slug!", parent_depth=2),
        ),
        (5, "path", "there is no page /no above it."),
        (6, "path", "a path begins with /, like /about."),
        (7, "blocks", "a page with other blocks can only be made in the admin."),
        (8, "path", "row 7 has the same path."),
        (8, "title", "it is missing."),
        (8, "blocks", "it must be yes or no."),
        (9, "published", "the home page is always published."),
        (10, "title", "it is missing."),
        (10, "blocks", "it must be yes or no."),
        (15, "path", "Pages can be nested 4 levels deep below the home page, not deeper."),
    ]
    assert not ContentPage.objects.exists()


def test_the_home_page_can_get_another_title(take):
    ensure_home()

    take({"pages": [["path", "title"], ["/", "Welcome"]]})

    home = HomePage.objects.get()
    assert home.title == "Welcome"
    assert [block["type"] for block in home.body.get_prep_value()] == ["category_grid"]


def test_an_unpublished_draft_is_not_lost(take):
    make_page(title="About", slug="about")
    draft = page("/about")
    draft.title = "Draft of an editor"
    draft.save_revision()

    result = take({"pages": [["path", "title"], ["/about", "About us"]]})

    assert [one.message for one in result.problems] == [
        "it has changes in the admin that are not published; publish or discard them first."
    ]
    assert page("/about").title == "About"
    assert page("/about").get_latest_revision_as_object().title == "Draft of an editor"


def test_a_page_that_was_never_published_is_its_latest_draft(take, exported):
    made = ensure_home().add_child(instance=ContentPage(title="About", slug="about", live=False))
    made.body = [("rich_text", rich_text_of("Draft text"))]
    made.save_revision()

    (cells,) = [row for row in exported("pages") if row["path"] == "/about"]
    assert (cells["body"], cells["published"]) == ("Draft text", "no")

    take({"pages": [HEADER, ["/about", "About", "Newer text", "no", "no"]]})
    assert Revision.objects.for_instance(made).count() == 2
    (cells,) = [row for row in exported("pages") if row["path"] == "/about"]
    assert (cells["body"], page("/about").live) == ("Newer text", False)


def test_a_locked_page_is_left_alone(take):
    make_page(title="About", slug="about", locked=True)

    result = take({"pages": [["path", "title"], ["/about", "About us"]]})

    assert [one.message for one in result.problems] == ["an editor has locked the page; unlock it in the admin first."]
