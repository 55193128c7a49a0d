import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from cms.accounts import services as people
from cms.catalog.models import Availability, Category, Listing, Photo
from cms.changes import outbox
from cms.changes.triggers import ensure_triggers, remove_triggers, triggers_are_complete
from cms.pictures.models import Picture
from tests.factories.goods import make_category, make_listing, make_photo, make_picture
from tests.factories.pages import make_appearance, make_home, make_navigation, make_page, make_settings
from tests.factories.people import make_seller, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def around(listing):
    """What a listing's coming and going notes."""
    return sorted(
        [
            ("category-listings", str(listing.category_id)),
            ("listing", str(listing.pk)),
            ("seller-listings", str(listing.seller_id)),
        ]
    )


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_new_live_listing_is_noted_with_its_lists(noted):
    category, seller = make_category(), make_seller()
    made = []

    changes = noted(lambda: made.append(make_listing(category=category, seller=seller)))

    assert changes == around(made[0])


def test_a_draft_is_not_noted(noted):
    category, seller = make_category(), make_seller()

    changes = noted(lambda: make_listing(category=category, seller=seller, live=False))

    assert changes == []


def test_a_save_that_changes_nothing_is_not_noted(noted):
    listing = make_listing()

    assert noted(listing.save) == []
    assert noted(listing.availability.save) == []


def test_a_price_is_noted_for_the_listing_alone(noted):
    listing = make_listing()
    listing.price_cents += 1

    assert noted(listing.save) == [("listing", str(listing.pk))]


@pytest.mark.parametrize(
    "edit",
    [
        lambda ids: Listing.objects.filter(pk__in=ids).update(title="Other"),
        lambda ids: Listing.objects.bulk_update([Listing(pk=one, title="Other") for one in ids], ["title"]),
        lambda ids: sql("UPDATE catalog_listing SET price_cents = price_cents + 1 WHERE id IN (%s, %s, %s)", *ids),
    ],
)
def test_many_at_once_are_noted_each(noted, edit):
    ids = [make_listing().pk for _ in range(3)]
    make_listing()

    assert noted(lambda: edit(ids)) == sorted(("listing", str(one)) for one in ids)


def test_rows_made_in_bulk_are_noted_each(noted):
    listing = make_listing()
    photos = [Photo(listing=listing, picture=make_picture(), sort_order=place) for place in range(2)]

    changes = noted(lambda: Photo.objects.bulk_create(photos))

    assert changes == [("listing", str(listing.pk))]


def test_an_upsert_is_noted(noted):
    category = make_category()
    again = Category(pk=category.pk, slug=category.slug, slug_path=category.slug_path, name="Other")

    changes = noted(
        lambda: Category.objects.bulk_create(
            [again], update_conflicts=True, unique_fields=["id"], update_fields=["name"]
        )
    )

    assert changes == [("category", str(category.pk))]


def test_the_old_and_the_new_list_of_a_moved_listing_are_noted(noted):
    listing, other = make_listing(), make_category()
    before = around(listing)
    listing.category = other

    assert noted(listing.save) == sorted({*before, *around(listing)})


def test_a_listing_put_first_again_is_noted_with_its_lists(noted):
    listing, younger = make_listing(), make_listing()
    listing.published_at = younger.published_at

    assert noted(listing.save) == around(listing)


def test_a_deleted_listing_is_noted_with_its_lists(noted):
    listing = make_listing()
    before = around(listing)

    assert noted(listing.delete) == before


def test_what_is_rolled_back_is_not_noted(noted):
    listing = make_listing()

    def edit_and_regret():
        with transaction.atomic():
            Listing.objects.filter(pk=listing.pk).update(title="Other")
            transaction.set_rollback(True)

    assert noted(edit_and_regret) == []


@pytest.mark.parametrize(
    ("before", "after", "is_noted"),
    [
        ({"stock": 3, "reserved": 0}, {"reserved": 1}, False),
        ({"stock": 3, "reserved": 1}, {"reserved": 2}, False),
        ({"stock": 3, "reserved": 2}, {"reserved": 3}, True),
        ({"stock": 3, "reserved": 3}, {"reserved": 2}, True),
        ({"stock": 3}, {"stock": 2}, True),
        ({}, {"status": "sold", "ended_at": "2026-01-01T00:00Z"}, True),
        ({}, {"expires_at": "2026-01-01T00:00Z"}, False),
        ({"status": "sold"}, {"retired_at": "2026-01-01T00:00Z"}, True),
    ],
)
def test_availability_is_noted_when_a_page_would_show_it(noted, before, after, is_noted):
    listing = make_listing(**before)

    changes = noted(lambda: Availability.objects.filter(pk=listing.pk).update(**after))

    assert changes == ([("listing", str(listing.pk))] if is_noted else [])


def test_drafts_autosave_and_locks_of_a_listing_are_not_noted(noted):
    listing = make_listing()
    listing.title = "A draft"

    assert noted(listing.save_revision) == []
    assert noted(lambda: Listing.objects.filter(pk=listing.pk).update(locked=True)) == []


def test_publishing_unpublishing_and_publishing_the_same_again(noted):
    listing = make_listing()
    listing.title = "Published"
    revision = listing.save_revision()

    assert noted(revision.publish) == [("listing", str(listing.pk))]
    assert noted(revision.publish) == []

    listing.refresh_from_db()
    assert noted(listing.unpublish) == around(listing)
    assert noted(listing.save_revision) == []
    assert noted(listing.latest_revision.publish) == around(listing)


def test_photos_note_their_listing_and_the_one_they_leave(noted):
    listing, other = make_listing(), make_listing()
    made = []

    assert noted(lambda: made.append(make_photo(listing))) == [("listing", str(listing.pk))]
    assert noted(lambda: Photo.objects.update(alt="A chair")) == [("listing", str(listing.pk))]
    assert noted(lambda: Photo.objects.update(listing=other)) == sorted(
        [("listing", str(listing.pk)), ("listing", str(other.pk))]
    )
    assert noted(made[0].delete) == [("listing", str(other.pk))]


def test_a_picture_is_noted_when_its_derivatives_arrive(noted):
    made = []

    assert noted(lambda: made.append(make_picture(widths=[]))) == []
    assert noted(lambda: Picture.objects.update(widths=[320, 640])) == [("picture", made[0].pk)]
    assert noted(lambda: Picture.objects.update(widths=[320, 640])) == []


def test_categories_are_noted(noted):
    made = []

    changes = noted(lambda: made.append(make_category()))

    category = made[0]
    assert changes == [("category", str(category.pk))]
    assert noted(lambda: Category.objects.update(position=F("position") + 1)) == changes
    assert noted(category.delete) == changes


def test_of_people_only_what_a_page_shows_is_noted(noted):
    made = []

    assert noted(lambda: made.append(make_user())) == []
    buyer = made[0]
    assert noted(lambda: people.give_role(buyer.pk, "moderator")) == []
    assert noted(lambda: people.suspend(buyer.pk)) == [("act", "a suspension"), ("seller", str(buyer.pk))]
    assert noted(lambda: people.restore(buyer.pk)) == [("seller", str(buyer.pk))]
    assert noted(lambda: people.change_profile(buyer.pk, display_name="Ada")) == [("seller", str(buyer.pk))]
    assert noted(lambda: people.change_profile(buyer.pk, display_name="Ada")) == []
    assert noted(lambda: people.delete_person(buyer.pk)) == [("seller", str(buyer.pk))]


def test_pages_are_noted_when_shoppers_see_a_difference(noted):
    home = make_home()
    made = []

    assert noted(lambda: made.append(make_page(title="About", slug="about"))) == [("page", str(made[0].pk))]
    page = made[0]
    page.title = "About us"
    assert noted(page.save_revision) == []
    assert noted(page.latest_revision.publish) == [("page", str(page.pk))]
    assert noted(page.latest_revision.publish) == []
    page.refresh_from_db()
    assert noted(page.unpublish) == [("page", str(page.pk))]
    assert noted(page.save_revision) == []
    assert noted(lambda: PageViewRestriction.objects.create(page=home, restriction_type="login")) == [
        ("page", str(home.pk))
    ]


def test_a_renamed_page_is_noted_with_those_below_it(noted):
    make_home()
    page = make_page(title="About", slug="about")
    below = page.add_child(instance=page.__class__(title="Team", slug="team"))

    page.slug = "us"

    changes = noted(lambda: page.save_revision().publish())
    assert [("page", str(page.pk)), ("page", str(below.pk))] == sorted(one for one in changes if one[0] == "page")


def test_deleted_pages_are_noted(noted):
    make_home()
    page = make_page()

    assert noted(Page.objects.get(pk=page.pk).delete) == [("page", str(page.pk))]


@pytest.mark.parametrize(
    ("make", "edit", "key"),
    [
        (make_appearance, {"hero_height": 500}, "appearance"),
        (make_settings, {"site_name": "Other"}, "general"),
        (make_navigation, {"menu": []}, "navigation"),
    ],
)
def test_settings_are_noted_by_name(noted, make, edit, key):
    row = make()
    type(row).objects.filter(pk=row.pk).delete()
    row.save(force_insert=True)

    assert noted(row.save) == []
    assert noted(row.delete) == [("setting", key)]
    assert noted(lambda: make(**edit)) == [("setting", key)]


def test_redirects_are_noted(noted):
    assert noted(lambda: Redirect.add_redirect("/old", "/listings")) == [("redirect", str(Redirect.objects.get().pk))]


def test_triggers_that_are_missing_come_back_with_a_full_build():
    assert triggers_are_complete()
    assert not ensure_triggers(because="of a look")

    remove_triggers()
    assert not triggers_are_complete()

    assert ensure_triggers(because="of a restore")
    assert triggers_are_complete()


def test_a_missing_trigger_asks_for_everything(noted):
    remove_triggers()

    assert noted(lambda: ensure_triggers(because="of a restore")) == [("*", "of a restore")]


def test_a_trigger_that_differs_from_its_declaration_is_made_anew(noted):
    if connection.vendor == "sqlite":
        sql('DROP TRIGGER "note_catalog_category_update"')
    else:
        sql('DROP TRIGGER "note_catalog_category_update" ON catalog_category')

    assert noted(lambda: ensure_triggers(because="of a look")) == [("*", "of a look")]
    assert triggers_are_complete()


def test_a_migration_that_has_nothing_to_do_asks_for_nothing(noted):
    assert noted(lambda: call_command("migrate", verbosity=0)) == []


@pytest.mark.django_db(transaction=True)
def test_triggers_leave_before_a_migration_and_return_after_it_where_there_is_a_table():
    call_command("migrate", "wagtailredirects", "zero", verbosity=0)
    assert triggers_are_complete()
    assert "wagtailredirects_redirect" not in connection.introspection.table_names()

    call_command("migrate", verbosity=0)

    assert triggers_are_complete()
    assert [one.kind for one in outbox.pending() if one.key == "the database was migrated"][-2:] == ["*", "*"]
    outbox.forget([one.id for one in outbox.pending()])
    redirect = Redirect.add_redirect("/old", "/listings")
    assert [(one.kind, one.key) for one in outbox.pending()] == [("redirect", str(redirect.pk))]
