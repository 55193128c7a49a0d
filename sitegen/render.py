"""From a page to its bytes: the one function that the static site, the preview and the tests share."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError, TemplateNotFound
from jinja2.exceptions import TemplateSyntaxError
from markupsafe import Markup

from sitegen.appearance_sheet import appearance_sheet
from sitegen.assets import Assets
from sitegen.cards import Cards
from sitegen.content import Content
from sitegen.edition import editions_of, in_second_language, ways
from sitegen.errors import RenderFailed, ThemeError
from sitegen.facts import digest_of
from sitegen.messages import Messages
from sitegen.richtext import RichText
from sitegen.source_memory import SourceMemory
from sitegen.templates import add_globals, make_environment, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from cms.contract.blocks import CategoryGridBlock, ListingRailBlock
    from cms.contract.records import CategoryRecord, ListingRecord, PictureRecord, SiteRecord
    from sitegen.card_shelf import CardShelf
    from sitegen.rules.rule import Page
    from sitegen.source import Memory, Source
    from sitegen.tracked_content import TrackedContent
    from sitegen.twins import TwinTemplate

_TEXT_WIDTH = "(min-width: 48rem) 44rem, 100vw"


class Renderer:
    """Renders the pages of one site in one language: the shop's own unless another is asked for.

    Making one reads the theme and the chrome. `content` is what rules read; `renew` puts fresh content in its place
    while theme and chrome stay. `further` are the renderers of the site's other editions: of all with `whole`, of
    none without it. They share assets, content and cards with this one, their `elder`.
    """

    content: Content

    def __init__(  # noqa: PLR0913 (what a site consists of)
        self,
        source: Source,
        *,
        theme: Path,
        site_url: str,
        memory: Memory | None = None,
        language: str | None = None,
        whole: bool = False,
        elder: Renderer | None = None,
    ) -> None:
        self.site: SiteRecord = elder.site if elder else source.site()
        site = self.site
        editions = editions_of(site.settings)
        self.edition = edition = next((one for one in editions if one.language == language), editions[0])
        if edition.prefix:
            site = in_second_language(site)
        self.shown_site = site
        self._site_url = site_url
        self.assets: Assets = elder.assets if elder else Assets(theme / "assets")
        if not elder:
            self.assets.load_all()
        appearance_css = self.assets.add("appearance.css", appearance_sheet(site.appearance))
        self._icons = self.assets.add_icons(site.appearance.icons)
        messages = Messages(theme, edition.language)
        self._translate = messages.one
        self._environment = make_environment(theme, messages, rich=self._rich)
        self._page: TrackedContent | None = None
        memory = memory or SourceMemory(source)
        self.further: tuple[Renderer, ...] = ()
        if whole:
            self.further = tuple(
                Renderer(source, theme=theme, site_url=site_url, memory=memory, language=one.language, elder=self)
                for one in editions[1:]
            )
        self._cards = Cards([one._make_card for one in self.editions])  # noqa: SLF001 (its own kind)
        if not elder:
            self.renew(source, memory)
        add_globals(
            self._environment,
            {
                "site": site,
                "asset": self.assets.address,
                "absolute": lambda path: site_url + path,
                **ways(edition, editions),
                "appearance_css": appearance_css,
                "icons": self._icons,
                "rail": self._rail,
                "category_tiles": self._category_tiles,
            },
        )
        self._templates: dict[str, TwinTemplate] = {}
        self._card: Callable[..., Markup | None] | None = None
        self.chrome = {name: self._markup(f"layouts/{name}.html") for name in ("header", "footer")}
        add_globals(self._environment, self.chrome)

    @property
    def editions(self) -> tuple[Renderer, ...]:
        """All renderers of the site that this one knows: itself first."""
        return (self, *self.further)

    @property
    def site_digest(self) -> int:
        """The digest of what the chrome shows."""
        return digest_of(self.site)

    def renew(self, source: Source, memory: Memory) -> Content:
        """Read from here on from this source. Theme, chrome and the cards of unchanged listings stay as they are."""
        for place, one in enumerate(self.editions):
            one.content = Content(
                source,
                memory,
                site=one.shown_site,
                site_url=self._site_url,
                icons=self._icons,
                translate=one._translate,  # noqa: SLF001 (its own kind)
                cards=self._cards,
                edition=one.edition,
                place=place,
            )
        return self.content

    def shelve_cards(self, shelf: CardShelf | None) -> None:
        """Share cards with the other processes of a build; None when it is over."""
        self._cards.shelf = shelf

    def render(self, page: Page) -> bytes:
        """The finished page. Raises RenderFailed with the template and the line."""
        return b"".join(self.pieces(page))

    def pieces(self, page: Page) -> list[bytes]:
        """The same in the pieces that it is put together from, of which other pages have many, too."""
        self._page = page.content
        with self._told(page.template, page.meta.path):
            return self._template(page.template).pieces({**page.context, "meta": page.meta})

    def render_alone(self, template: str, path: str, context: Mapping[str, Any]) -> str:
        """A page that shows nothing of the catalogue but what `context` brings. Any thread may call it.

        Raises RenderFailed with the template and the line.
        """
        return self._rendered(template, path, dict(context))

    def texts_of(self, template: str) -> tuple[str, ...]:
        """The texts of the theme's messages that a template itself says, in their order, each once."""
        return texts_of(self._environment, template)

    def load_templates(self) -> None:
        """Compile the whole theme: what happens to its files later is for the next build. Raises ThemeError."""
        for one in self.editions:
            environment = one._environment  # noqa: SLF001 (its own kind)
            for name in environment.list_templates(extensions=["html", "xml"]):
                try:
                    environment.get_template(name)
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

    def _template(self, name: str) -> TwinTemplate:
        known = self._templates.get(name)
        if known is None:
            try:
                known = self._templates[name] = self._environment.twinned(name)
            except TemplateNotFound as error:
                raise ThemeError(f"the theme has no template {error.name}") from error
            # Jinja2 keeps globals as a chain of dictionaries, and copies it slowly for every page.
            known.globals = dict(known.globals)
        return known

    def _template_folder(self) -> str:
        loader: Any = self._environment.loader
        return str(loader.searchpath[0])

    def _make_card(self, listing: ListingRecord) -> Markup:
        if self._card is None:
            self._card = self._environment.fast_macro("macros/card.html", "listing_card")
        # Without a result the macro as it was written tells what is wrong.
        return self._card(listing) or self._called("macros/card.html", "listing_card", listing.path, listing)

    @property
    def _reads(self) -> TrackedContent:
        """What the page that is being rendered reads through; the chrome reads nothing this way."""
        if self._page is None:
            raise ThemeError("the layout may not show listings, tiles or rich text")
        return self._page

    def _rail(self, block: ListingRailBlock) -> tuple[Markup, ...]:
        return self._reads.rail(block)

    def _category_tiles(self, block: CategoryGridBlock) -> tuple[CategoryRecord, ...]:
        return self._reads.category_tiles(block)

    def _rich(self, stored: str) -> Markup:
        return RichText(self._reads, self._rich_picture, to=self.edition.to)(stored)

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
