"""An import undone: every row of the database is what it was, or nothing is touched."""

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from cms.accounts.models import User
from cms.accounts.services import change_profile
from cms.catalog.models import Category, Listing
from cms.workbook.mapping.choices import choice_in
from cms.workbook.models import ImportRun
from cms.workbook.runs import folders, imports
from cms.workbook.runs.steps import TRAIL
from cms.workbook.runs.working import work
from cms.workbook.undo.undoing import undo_import
from commerce.favourites.models import Favourite
from tests.factories.goods import jpeg, make_category, make_listing, make_photo, png
from tests.factories.pages import make_page
from tests.factories.people import make_admin, make_seller, make_user
from tests.factories.workbooks import make_xlsx, make_zip

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

NOT_COMPARED = {
    "workbook_importrun",  # The import itself, and what it was told: they stay for the history.
    "workbook_keptchoice",
    "accounts_numbercounter",  # Numbers of people are never given twice.
    "changes_change",  # What the publisher is told: that things change, and change back.
    "django_tasks_database_dbtaskresult",  # What workers are told: that there is something to index.
    "wagtailcore_pagelogentry",  # The history of what was done, which was done.
    "wagtailcore_modellogentry",
    "shop_notifications_notification",  # Mails that went out.
    "pictures_picture",  # Kept for a week by its own rules, in case somebody sends it again.
    "wagtailsearch_indexentry",  # Made anew by a task; compared by what is found.
    "sqlite_sequence",  # The last id that was given.
}


def dump():
    """Every row of every table but those."""
    with connection.cursor() as cursor:
        names = sorted(set(connection.introspection.table_names(cursor)) - NOT_COMPARED)
        names = [name for name in names if not name.startswith("wagtailsearch")]
        rows = {}
        for name in names:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608 (names of our own tables)
            rows[name] = sorted(map(repr, cursor.fetchall()))
        return rows


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    for name in ("MEDIA_DIR", "BUILD_DIR", "DATA_DIR"):
        folder = tmp_path / name
        folder.mkdir()
        setattr(settings, name, folder)


@pytest.fixture
def admin(db):
    return make_admin()


def taken(admin, content, name="goods.xlsx"):
    """An import that was read, chosen as proposed, checked and taken in."""
    run = imports.receive(name, [content], by_id=admin.pk)
    work()
    run.refresh_from_db()
    imports.choose(run.pk, [choice_in(one) for one in run.choices], skip_bad_rows=False, allow_staff=False)
    work()
    imports.confirm(run.pk)
    work()
    run.refresh_from_db()
    assert (run.step, run.state, run.error) == ("take", "ready", ""), run.result
    return run


def undone(run):
    imports.undo(run.pk)
    work()
    run.refresh_from_db()
    return run


LISTING = ["key", "title", "description", "price", "category", "seller", "status", "quantity", "photos"]


def everything(tmp_path):
    """A workbook that makes and changes something of every kind, with photos, over a shop that it fits to."""
    home, chairs = make_category("Home", slug="home"), make_category("Chairs", slug="chairs")
    make_category("Oak", slug="oak", parent=chairs)
    make_user(email="bob@example.org", name="Bob")
    eve = make_seller(email="eve@example.org", name="Eve")
    change_profile(eve.pk, display_name="Eve", city="Linz")
    plain = make_listing(key="plain", title="Plain chair", category=chairs, seller=eve, stock=3)
    make_photo(plain, alt="From the front")
    edited = make_listing(key="edited", title="Edited chair", category=chairs, seller=eve)
    edited.save_revision().publish()
    draft = make_listing(key="draft", title="Draft chair", category=home, seller=eve, live=False)
    draft.save_revision()
    make_listing(key="offline", title="Off chair", category=home, seller=eve, live=False)
    make_page(title="About", slug="about")
    book = make_xlsx(
        tmp_path / "all.xlsx",
        {
            "categories": [
                ["slug", "name", "parent"],
                ["home", "House", None],
                ["chairs", "Chairs", "home"],
                ["new", "New", "chairs"],
                ["newer", "Newer", "new"],
            ],
            "users": [
                ["email", "name", "role", "city", "status"],
                ["bob@example.org", "Bobby", "seller", "Graz", "active"],
                ["eve@example.org", "Eve", "seller", "Wels", "suspended"],
                ["ada@example.org", "Ada", "seller", "Wien", "active"],
                ["max@example.org", "Max", "buyer", None, "active"],
            ],
            "listings": [
                LISTING,
                ["plain", "Plainer chair", "Better.", 12, "new", "ada@example.org", "withdrawn", 5, "a.jpg;b.png"],
                ["edited", "Very edited chair", "Better.", 12, "newer", "eve@example.org", "live", 1, None],
                ["draft", "Drafted chair", "Better.", 12, "home", "eve@example.org", "live", 1, "a.jpg"],
                ["offline", "On chair", "Better.", 12, "home", "eve@example.org", "live", 1, None],
                ["made-1", "Made chair", "New.", 5, "newer", "ada@example.org", "live", 1, "b.png"],
                ["made-2", "Made table", "New.", 5, "chairs", "bob@example.org", "draft", 1, None],
            ],
            "pages": [
                ["path", "title", "body", "published"],
                ["/about", "About us", "Another text.", "yes"],
                ["/help", "Help", "Ask.", "yes"],
                ["/help/more", "More", "Read.", "no"],
            ],
        },
    )
    return make_zip(
        tmp_path / "all.zip", {"all.xlsx": book.read_bytes(), "photos/a.jpg": jpeg(), "photos/b.png": png()}
    ).read_bytes()


def test_the_database_is_what_it_was(admin, tmp_path):
    content = everything(tmp_path)
    before = dump()

    run = taken(admin, content, "all.zip")
    between = dump()
    undone(run)
    after = dump()

    assert run.error == ""
    assert run.undone_at is not None
    changed = {name for name in before if before[name] != between[name]}
    assert changed >= {
        *("catalog_category", "catalog_categoryslughistory", "accounts_user", "accounts_sellerprofile"),
        *("catalog_listing", "catalog_availability", "catalog_photo", "catalog_listingslughistory"),
        *("wagtailcore_page", "wagtailcore_revision", "shop_pages_contentpage"),
    }
    assert {name: (before[name], after[name]) for name in before if before[name] != after[name]} == {}


def change_the_title():
    Listing.objects.filter(key="made-1").update(title="Changed since")
    return "“Changed since” (made-1)"


def remember_a_listing():
    person = User.objects.get(email="eve@example.org")
    Favourite.objects.create(listing=Listing.objects.get(key="made-2"), user=person, added_at=timezone.now())
    return "“Made table” (made-2)"


def log_in():
    User.objects.filter(email="ada@example.org").update(password="set")
    return "Ada (U-"


def edit_a_page():
    Page.objects.get(title="About us").specific.save_revision()
    return "“About us” (/about)"


def put_something_into_a_category():
    make_listing(category=Category.objects.get(slug="newer"))
    return "“Newer”"


@pytest.mark.parametrize(
    "change", [change_the_title, remember_a_listing, log_in, edit_a_page, put_something_into_a_category]
)
def test_what_was_changed_since_is_named_and_nothing_is_undone(admin, tmp_path, change):
    run = taken(admin, everything(tmp_path), "all.zip")
    named = change()
    before = dump()

    undone(run)

    assert run.error.startswith("Nothing was undone.")
    assert named in run.error
    assert (run.step, run.state, run.undone_at) == ("take", "ready", None)
    assert dump() == before


def test_it_tells_how_far_it_is(admin, tmp_path):
    run = taken(admin, everything(tmp_path), "all.zip")
    told = []
    undo_import(
        folders.import_folder(run.pk) / TRAIL, progress=lambda *one: told.append(one), done=lambda: told.append("done")
    )

    totals = {what: total for what, _done, total in told[:-1]}
    assert totals == {
        "Looking what has changed since": 18,
        "Putting back pages": 3,
        "Putting back listings": 6,
        "Putting back users": 4,
        "Putting back categories": 5,
    }
    assert told[-1] == "done"


def test_it_is_undone_once(admin, tmp_path):
    run = undone(taken(admin, everything(tmp_path), "all.zip"))

    with pytest.raises(imports.NotNow):
        imports.undo(run.pk)
    assert ImportRun.objects.get(pk=run.pk).undone_at == run.undone_at
