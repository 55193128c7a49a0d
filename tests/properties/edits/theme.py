"""Edits of the theme's files, as somebody who works on it makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.properties.edits.dice import Dice
from tests.properties.edits.memory import Memory
from tests.properties.edits.stock import theme_folder

if TYPE_CHECKING:
    from collections.abc import Callable

_TEMPLATES = (
    ("macros/card.html", "</article>"),
    ("layouts/footer.html", "</footer>"),
    ("macros/gallery.html", "{%- endmacro %}"),
    ("pages/seller.html", "{% endblock %}"),
    ("pages/home.html", "{% endblock %}"),
)
_ASSETS = ("cards.css", "base.css", "shop.js")


def edit_template(memory: Memory, dice: Dice) -> None:
    """A few words more, at the end of a part."""
    memory.theme_is_changed = True
    name, end = dice.pick(_TEMPLATES)
    file = theme_folder() / "templates" / name
    before, found, after = file.read_text().rpartition(end)
    file.write_text(f"{before}<p>Edit {memory.number()}</p>{found}{after}")


def edit_asset(memory: Memory, dice: Dice) -> None:
    """Another address for the file on every page that asks for it."""
    memory.theme_is_changed = True
    file = theme_folder() / "assets" / dice.pick(_ASSETS)
    file.write_text(f"{file.read_text()}\n/* {memory.number()} */\n")


def add_template(memory: Memory, dice: Dice) -> None:
    """One that no page uses."""
    memory.theme_is_changed = True
    (theme_folder() / "templates" / "macros" / f"unused-{memory.number()}.html").write_text("")


def edit_messages(memory: Memory, dice: Dice) -> None:
    """A word of the other language."""
    memory.theme_is_changed = True
    file = theme_folder() / "messages" / "de.toml"
    file.write_text(file.read_text().replace('"Categories" = "', f'"Categories" = "{memory.number()} '))


EDITS: tuple[Callable[[Memory, Dice], None], ...] = (edit_template, edit_asset, add_template, edit_messages)
