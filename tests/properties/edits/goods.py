"""Edits of listings: what editors and sellers do with their texts, prices, places and photos."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Revision

from cms.catalog import services
from cms.catalog.models import Category, Listing, Photo
from cms.contract.money import Money
from cms.pictures.models import Picture
from tests.properties.edits.dice import Dice, Unfit
from tests.properties.edits.memory import Memory
from tests.properties.edits.stock import WIDTHS

if TYPE_CHECKING:
    from collections.abc import Callable


def any_listing(dice: Dice, **which: object) -> Listing:
    """Mostly a young one, now and then any."""
    listings = Listing.objects.filter(**which).order_by("-published_at", "-pk")
    ids = list(listings.values_list("pk", flat=True))
    if len(ids) > 8 and dice.maybe():
        ids = ids[:8]
    return Listing.objects.get(pk=dice.pick(ids))


def create(memory: Memory, dice: Dice) -> None:
    """A new listing goes live."""
    listing = _drafted(memory, dice)
    services.publish_listing(listing.pk, now=memory.now())


def write_draft(memory: Memory, dice: Dice) -> None:
    """Somebody begins a listing; nobody sees it."""
    _drafted(memory, dice)


def _drafted(memory: Memory, dice: Dice) -> Listing:
    pictures = list(Picture.objects.order_by("hash").values_list("hash", flat=True))
    category = dice.pick(list(Category.objects.order_by("pk")))
    sample = any_listing(dice)
    return services.create_listing(
        seller_id=sample.seller_id,
        category_id=category.pk,
        title=f"New thing {memory.number()}",
        description="As good as new & rare.",
        price=Money(dice.below(100_000)),
        photos=[(one, "") for one in dice.some(pictures, dice.below(3))],
        city=dice.pick(("", "Graz", "Linz")),
    )


def change_text(memory: Memory, dice: Dice) -> None:
    """The description, and with it the snippet in search results."""
    listing = any_listing(dice, live=True)
    listing.description = f"Text {memory.number()}.\n\nMind the <b>tags</b>."
    listing.save()


def change_price(memory: Memory, dice: Dice) -> None:
    """One column, as a seller's form saves it: the whole row."""
    listing = any_listing(dice, live=True)
    listing.price_cents += 1 + dice.below(1_000_000)
    listing.save()


def change_terms(memory: Memory, dice: Dice) -> None:
    """Whether one may bargain, or in which shape it is."""
    listing = any_listing(dice, live=True)
    if dice.maybe():
        listing.condition = dice.pick(("new", "fair"))
    else:
        listing.negotiable = not listing.negotiable
    listing.save()


def save_unchanged(memory: Memory, dice: Dice) -> None:
    """A form that is saved as it was."""
    any_listing(dice).save()


def rename(memory: Memory, dice: Dice) -> None:
    """Another title: another address."""
    listing = any_listing(dice, live=True)
    memory.titles.append((listing.pk, listing.title))
    listing.title = f"Renamed {memory.number()}"
    listing.save()


def rename_back(memory: Memory, dice: Dice) -> None:
    """An address that was given up comes back."""
    number, title = dice.pick(memory.titles)
    listing = Listing.objects.filter(pk=number).first()
    if listing is None:
        raise Unfit
    listing.title = title
    listing.save()


def move_to_category(memory: Memory, dice: Dice) -> None:
    """To another branch, to a parent, to a child."""
    listing = any_listing(dice)
    listing.category = dice.pick(list(Category.objects.exclude(pk=listing.category_id).order_by("pk")))
    listing.save()


def change_seller(memory: Memory, dice: Dice) -> None:
    """It is sold by somebody else from now on."""
    listing = any_listing(dice, live=True)
    listing.seller_id = any_listing(dice).seller_id
    listing.save()


def shift_place(memory: Memory, dice: Dice) -> None:
    """Another time of publication: another place in all lists."""
    listing = any_listing(dice, live=True)
    when = any_listing(dice, live=True).published_at or memory.now()
    Listing.objects.filter(pk=listing.pk).update(published_at=when + timedelta(seconds=dice.below(3)))


def delete(memory: Memory, dice: Dice) -> None:
    """For good, with its photos."""
    any_listing(dice).delete()


def unpublish(memory: Memory, dice: Dice) -> None:
    """A draft again."""
    services.unpublish_listing(any_listing(dice, live=True).pk)


def publish(memory: Memory, dice: Dice) -> None:
    """Back at its old place, or there for the first time."""
    services.publish_listing(any_listing(dice, live=False).pk, now=memory.now())


def save_draft(memory: Memory, dice: Dice) -> None:
    """A change that waits as a revision."""
    listing = any_listing(dice)
    listing.title = f"Draft {memory.number()}"
    listing.price_cents = dice.below(5_000)
    listing.save_revision(clean=False)


def publish_draft(memory: Memory, dice: Dice) -> None:
    """The newest revision goes live, whatever became of the listing since."""
    listing = any_listing(dice, has_unpublished_changes=True, latest_revision__isnull=False)
    if listing.published_at is None:
        Listing.objects.filter(pk=listing.pk).update(published_at=memory.now())
    listing.refresh_from_db()
    listing.latest_revision.publish()


def schedule(memory: Memory, dice: Dice) -> None:
    """A revision is to go live, or the listing to end, at a time that has come when the clock job looks."""
    past = timezone.now() - timedelta(minutes=1)
    listing = any_listing(dice)
    if listing.live and dice.maybe():
        Listing.objects.filter(pk=listing.pk).update(expire_at=past)
        return
    Listing.objects.filter(pk=listing.pk, published_at=None).update(published_at=memory.now())
    listing.refresh_from_db()
    listing.title = f"Scheduled {memory.number()}"
    revision = listing.save_revision(clean=False)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past)


def run_clock(memory: Memory, dice: Dice) -> None:
    """What is due goes live, or ends."""
    call_command("publish_scheduled")


def add_photo(memory: Memory, dice: Dice) -> None:
    """At the end, if there is room."""
    listing = any_listing(dice, live=True)
    place = listing.photos.count()
    if place > 2:
        raise Unfit
    picture = dice.pick(list(Picture.objects.order_by("hash")))
    Photo.objects.create(listing=listing, picture=picture, sort_order=place)


def swap_photo(memory: Memory, dice: Dice) -> None:
    """Another picture in the same place."""
    photo = _any_photo(dice)
    photo.picture = dice.pick(list(Picture.objects.exclude(pk=photo.picture_id).order_by("hash")))
    photo.save()


def reorder_photos(memory: Memory, dice: Dice) -> None:
    """The last comes first."""
    listing = _any_photo(dice).listing
    photos = list(listing.photos.all())
    for place, photo in enumerate(reversed(photos)):
        photo.sort_order = place
    listing.photos.set(photos)
    listing.save()


def describe_photo(memory: Memory, dice: Dice) -> None:
    """In words."""
    Photo.objects.filter(pk=_any_photo(dice).pk).update(alt=f"A view {memory.number()}")


def remove_photo(memory: Memory, dice: Dice) -> None:
    """Any of them: perhaps the one on the card."""
    _any_photo(dice).delete()


def give_photo(memory: Memory, dice: Dice) -> None:
    """Past all forms, a photo becomes another listing's."""
    photo = _any_photo(dice)
    other = any_listing(dice, live=True)
    place = other.photos.count()
    if other.pk == photo.listing_id or place > 2 or other.photos.filter(sort_order=place).exists():
        raise Unfit
    Photo.objects.filter(pk=photo.pk).update(listing=other, sort_order=place)


def _any_photo(dice: Dice) -> Photo:
    return dice.pick(list(Photo.objects.order_by("-listing_id", "sort_order")[:12]))


def lose_derivatives(memory: Memory, dice: Dice) -> None:
    """As if a picture were new: its files are still to be made."""
    picture = dice.pick(list(Picture.objects.order_by("hash")))
    picture.widths = []
    picture.save()


def derivatives_arrive(memory: Memory, dice: Dice) -> None:
    """The files of a picture have been made."""
    picture = dice.pick([one for one in Picture.objects.order_by("hash") if not one.widths])
    picture.widths = [WIDTHS[0]] if picture.width < WIDTHS[1] else list(WIDTHS)
    picture.save()


EDITS: tuple[Callable[[Memory, Dice], None], ...] = (
    create,
    write_draft,
    change_text,
    change_price,
    change_terms,
    save_unchanged,
    rename,
    rename_back,
    move_to_category,
    change_seller,
    shift_place,
    delete,
    unpublish,
    publish,
    save_draft,
    publish_draft,
    schedule,
    run_clock,
    add_photo,
    swap_photo,
    reorder_photos,
    describe_photo,
    remove_photo,
    give_photo,
    lose_derivatives,
    derivatives_arrive,
)
