"""Edits of what stands on every page: appearance, settings, menu, footer; and of the library of pictures and files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Page

from cms.pages.models import Navigation
from cms.pictures.models import Picture, ShopImage
from cms.site import versions
from cms.site.models import Appearance, GeneralSettings
from tests.factories.pages import make_library_image
from tests.properties.edits.bodies import any_address, any_link
from tests.properties.edits.dice import Dice
from tests.properties.edits.memory import Memory
from tests.properties.edits.stock import with_files

if TYPE_CHECKING:
    from collections.abc import Callable

_ACCENTS = ("#0f766e", "#7c2d12", "#1d4ed8", "#166534")


def recolour(memory: Memory, dice: Dice) -> None:
    """Changes one generated style sheet, and so every page's link to it."""
    _update(Appearance, accent=dice.pick(_ACCENTS), radius=dice.below(25))


def tint_page(memory: Memory, dice: Dice) -> None:
    """The page's own colour, with what goes with it."""
    _update(Appearance, ground=dice.pick(("#ffffff", "#fff8ec", "#f2f6f4")))


def lay_out_home(memory: Memory, dice: Dice) -> None:
    """How many of the newest the home page shows, and where."""
    _update(Appearance, newest_rows=dice.below(4), newest_place=dice.pick(("first", "last")))


def change_hero(memory: Memory, dice: Dice) -> None:
    """Shows on the home page alone."""
    _update(Appearance, hero_title=f"Welcome {memory.number()}", hero_height=240 + dice.below(100))


def illustrate_hero(memory: Memory, dice: Dice) -> None:
    """With a picture of the library, or none."""
    _update(Appearance, hero_image=dice.pick([None, *ShopImage.objects.order_by("pk")]))


def lead_hero(memory: Memory, dice: Dice) -> None:
    """Its button leads to a page, or to an address that may go later."""
    page = dice.pick([None, *Page.objects.filter(depth__gte=2).order_by("pk")])
    address = "" if page else any_address(dice)
    _update(Appearance, hero_button_label="Go", hero_button_page=page, hero_button_address=address)


def change_logo(memory: Memory, dice: Dice) -> None:
    """And with it the icons."""
    _update(Appearance, logo=dice.pick([None, *ShopImage.objects.order_by("pk")]))


def change_icon(memory: Memory, dice: Dice) -> None:
    """In the place of the one that is made from the logo."""
    _update(Appearance, favicon=dice.pick([None, *ShopImage.objects.order_by("pk")]))


def put_look_back(memory: Memory, dice: Dice) -> None:
    """As it was after a change through the form."""
    look = Appearance.load()
    with versions.kept(look, by_id=None):
        look.hero_title = f"Kept {memory.number()}"
        look.save()
    versions.put_back(dice.pick(list(versions.SettingVersion.objects.order_by("pk"))), by_id=None)


def widen_rows(memory: Memory, dice: Dice) -> None:
    """More cards in a row: more of the newest on the home page."""
    _update(Appearance, cards_per_row=2 + dice.below(5))


def rename_shop(memory: Memory, dice: Dice) -> None:
    """The name stands everywhere."""
    _update(GeneralSettings, site_name=f"Shop {memory.number()}", tagline=f"Line {memory.number()}")


def change_page_size(memory: Memory, dice: Dice) -> None:
    """Lists are cut anew, or not until they change."""
    _update(GeneralSettings, listings_per_page=dice.pick((12, 24)))


def change_footer(memory: Memory, dice: Dice) -> None:
    """A line, the year, the imprint."""
    imprint = dice.pick([None, *Page.objects.filter(depth__gt=2).order_by("pk")])
    _update(GeneralSettings, footer_text=f"Line {memory.number()}", footer_year=2026, imprint_page=imprint)


def give_notice(memory: Memory, dice: Dice) -> None:
    """It comes and goes by the clock, as a row."""
    on = dice.below(2) == 1
    _update(GeneralSettings, notice_text=f"Closed on day {memory.number()}", notice_is_on=on)


def obey_law(memory: Memory, dice: Dice) -> None:
    """Each switch shows something on some pages."""
    names = ("notice_form", "trader_badge", "reviews_notice", "data_export")
    _update(GeneralSettings, **{name: dice.below(2) == 1 for name in names})


def change_language(memory: Memory, dice: Dice) -> None:
    """Buttons and prices in another language, and a second one or none."""
    own = dice.pick(("en", "de"))
    _update(GeneralSettings, language=own, further_language=dice.pick(("", "de" if own == "en" else "en")))


def change_menu(memory: Memory, dice: Dice) -> None:
    """One to three entries."""
    links = [any_link(dice, f"Entry {place}") for place in range(1 + dice.below(3))]
    _update(Navigation, menu=json.dumps([{"type": "link", "value": one} for one in links]))


def change_columns(memory: Memory, dice: Dice) -> None:
    """The footer's links."""
    column = {"heading": f"Column {memory.number()}", "links": [any_link(dice, "Entry"), any_link(dice, "Other")]}
    _update(Navigation, footer=json.dumps([{"type": "column", "value": column}]))


def add_image(memory: Memory, dice: Dice) -> None:
    """A new picture for editors to choose."""
    colour = f"#{dice.below(256):02x}{memory.number() % 256:02x}40"
    with_files(make_library_image(colour=colour, description="New"))


def describe_image(memory: Memory, dice: Dice) -> None:
    """In other words."""
    image = dice.pick(list(ShopImage.objects.order_by("pk")))
    image.description = f"Description {memory.number()}"
    image.save()


def replace_image(memory: Memory, dice: Dice) -> None:
    """Another cleaned picture behind the same number, or none yet."""
    image = dice.pick(list(ShopImage.objects.order_by("pk")))
    image.picture = dice.pick([None, *Picture.objects.order_by("hash")])
    image.save()


def delete_image(memory: Memory, dice: Dice) -> None:
    """Pages that show it show nothing there."""
    ShopImage.objects.filter(pk=dice.pick(list(ShopImage.objects.order_by("pk"))).pk).delete()


def add_document(memory: Memory, dice: Dice) -> None:
    """For editors to link to."""
    number = memory.number()
    file = ContentFile(b"Text.", name=f"file-{number}.txt")
    get_document_model().objects.create(title=f"File {number}", file=file)


def replace_document(memory: Memory, dice: Dice) -> None:
    """Its address bears the file's name."""
    document = dice.pick(list(get_document_model().objects.order_by("pk")))
    document.file = ContentFile(b"Other.", name=f"other-{memory.number()}.txt")
    document.save()


def delete_document(memory: Memory, dice: Dice) -> None:
    """Links to it become plain text."""
    dice.pick(list(get_document_model().objects.order_by("pk"))).delete()


def _update(model: type[Appearance | GeneralSettings | Navigation], **fields: object) -> None:
    row = model.load()
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


EDITS: tuple[Callable[[Memory, Dice], None], ...] = (
    recolour,
    tint_page,
    lay_out_home,
    change_hero,
    illustrate_hero,
    lead_hero,
    change_logo,
    change_icon,
    put_look_back,
    widen_rows,
    rename_shop,
    change_page_size,
    change_footer,
    give_notice,
    obey_law,
    change_language,
    change_menu,
    change_columns,
    add_image,
    describe_image,
    replace_image,
    delete_image,
    add_document,
    replace_document,
    delete_document,
)
