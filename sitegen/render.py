"""From a page to its bytes: the one function that the static site, the preview and the tests share."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError, TemplateNotFound
from jinja2.exceptions import TemplateSyntaxError
from markupsafe import Markup

from cms.contract.colours import DARK_GROUND, LIGHT_GROUND, READABLE, ink_on, shade_with_contrast
from cms.contract.fonts import FONT_STACKS
from sitegen.assets import Assets
from sitegen.content import Content
from sitegen.errors import RenderFailed, ThemeError
from sitegen.messages import Messages
from sitegen.richtext import RichText
from sitegen.templates import add_globals, make_environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from jinja2 import Template

    from cms.contract.records import AppearanceRecord, ListingRecord, PictureRecord
    from sitegen.content import Source
    from sitegen.rules.rule import Page

_TEXT_WIDTH = "(min-width: 48rem) 44rem, 100vw"


class Renderer:
    """Renders the pages of one site in one language. Making one reads the theme and the chrome."""

    def __init__(self, source: Source, *, theme: Path, site_url: str) -> None:
        site = source.site()
        self.assets = Assets(theme / "assets")
        self.assets.load_all()
        appearance_css = self.assets.add("appearance.css", appearance_sheet(site.appearance))
        icons = self.assets.add_icons(site.appearance.icons)
        messages = Messages(theme, site.settings.languages[0])
        self._environment = make_environment(theme, messages, rich=RichText(source, self._rich_picture))
        self.content = Content(
            source, site_url=site_url, icons=icons, translate=messages.one, make_card=self._make_card
        )
        add_globals(
            self._environment,
            {
                "site": site,
                "asset": self.assets.address,
                "absolute": lambda path: site_url + path,
                "appearance_css": appearance_css,
                "icons": icons,
                "card": self.content.card,
                "rail": self.content.rail,
                "category_tiles": self.content.category_tiles,
            },
        )
        self._templates: dict[str, Template] = {}
        self.chrome = {name: self._markup(f"layouts/{name}.html") for name in ("header", "footer")}
        add_globals(self._environment, self.chrome)

    def render(self, page: Page) -> bytes:
        """The finished page. Raises RenderFailed with the template and the line."""
        text = self._rendered(page.template, page.meta.path, {**page.context, "meta": page.meta})
        return text.encode(errors="replace")  # Half an emoji in an editor's text must not stop everybody's pages.

    def load_templates(self) -> None:
        """Compile the whole theme: what happens to its files later is for the next build. Raises ThemeError."""
        for name in self._environment.list_templates(extensions=["html", "xml"]):
            try:
                self._environment.get_template(name)
            except TemplateSyntaxError as error:
                raise ThemeError(f"{error.name}, line {error.lineno}: {error.message}") from error

    def _markup(self, template: str) -> Markup:
        return Markup(self._rendered(template, template, {}))  # noqa: S704 (the output of an escaping template)

    def _rendered(self, template: str, path: str, context: dict[str, Any]) -> str:
        with self._told(template, path):
            return self._template(template).render(context)

    @contextmanager
    def _told(self, template: str, path: str) -> Iterator[None]:
        """Whatever a template does wrong is told with the page, the template and the line."""
        try:
            yield
        except TemplateSyntaxError as error:
            raise RenderFailed(path, error.name or template, error.lineno, error.message or "") from error
        except (
            TemplateError,
            ThemeError,
            ArithmeticError,
            LookupError,
            TypeError,
            ValueError,
            AttributeError,
            RecursionError,
        ) as error:
            where, line = _template_line(error.__traceback__, str(self._template_folder()), template)
            reason = f"{error} is missing" if isinstance(error, KeyError) else str(error)
            raise RenderFailed(path, where, line, reason) from error

    def _template(self, name: str) -> Template:
        known = self._templates.get(name)
        if known is None:
            try:
                known = self._templates[name] = self._environment.get_template(name)
            except TemplateNotFound as error:
                raise ThemeError(f"the theme has no template {error.name}") from error
            # Jinja2 keeps globals as a chain of dictionaries, and copies it slowly for every page.
            known.globals = dict(known.globals)
        return known

    def _template_folder(self) -> str:
        loader: Any = self._environment.loader
        return str(loader.searchpath[0])

    def _make_card(self, listing: ListingRecord) -> Markup:
        return self._called("macros/card.html", "listing_card", listing.path, listing)

    def _rich_picture(self, picture: PictureRecord) -> Markup:
        return self._called("macros/picture.html", "picture", "a picture in a text", picture, _TEXT_WIDTH)

    def _called(self, template: str, macro: str, path: str, *values: object) -> Markup:
        with self._told(template, path):
            found = getattr(self._template(template).module, macro, None)
            if found is None:
                raise ThemeError(f"{template} has no macro {macro}")
            try:
                markup: Markup = found(*values)
            except Exception:  # noqa: BLE001 (all of them)
                self._environment.handle_exception()  # Raises it again, with the lines of the template.
            return markup


def _template_line(trace: TracebackType | None, folder: str, otherwise: str) -> tuple[str, int | None]:
    """The innermost template line of a traceback: Jinja2 makes templates look like files there."""
    found: tuple[str, int | None] = (otherwise, None)
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(folder):
            found = (file.removeprefix(folder).lstrip("/"), trace.tb_lineno)
        trace = trace.tb_next
    return found


def appearance_sheet(look: AppearanceRecord) -> bytes:
    """The style sheet of what the editor chose; the theme's own sheets use these variables."""
    focus_x, focus_y = look.hero_focus
    values = {
        "accent": look.accent,
        "accent-ink": ink_on(look.accent),
        "accent-text": shade_with_contrast(look.accent, LIGHT_GROUND, ratio=READABLE),
        "accent-text-dark": shade_with_contrast(look.accent, DARK_GROUND, ratio=READABLE),
        "radius": f"{look.radius}px",
        "font": FONT_STACKS.get(look.font, FONT_STACKS["system"]),
        "hero-height": f"{look.hero_height}px",
        "hero-focus": f"{focus_x}% {focus_y}%",
        "cards-per-row": str(look.cards_per_row),
    }
    lines = "".join(f"  --{name}: {value};\n" for name, value in values.items())
    return f":root {{\n{lines}}}\n".encode()
