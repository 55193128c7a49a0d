"""The theme's own words in the language of the shop, from `messages/<code>.toml`; the English text is the key."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from markupsafe import Markup, escape

from sitegen.errors import ThemeError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SOURCE_LANGUAGE = "en"


class Messages:
    """Translations into one language. A text without one stays English."""

    def __init__(self, theme: Path, lang: str) -> None:
        self.lang = lang
        self._texts: dict[str, str | list[str]] = {}
        self._plain: dict[str, Markup] = {}
        # Babel takes a tenth of a millisecond; small numbers stand on many pages.
        self._grouped = lru_cache(maxsize=1_000)(partial(format_decimal, locale=lang))
        file = theme / "messages" / f"{lang}.toml"
        if lang == SOURCE_LANGUAGE:
            return
        try:
            self._texts = tomllib.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise ThemeError(f"the theme does not speak {lang!r}: messages/{lang}.toml is missing") from None
        except (OSError, ValueError) as error:
            raise ThemeError(f"messages/{lang}.toml cannot be read: {error}") from error

    def one(self, text: str, /, **values: object) -> Markup:
        """`text` in the language, with `{name}` filled in and escaped."""
        if not values and text in self._plain:
            return self._plain[text]
        found = self._texts.get(text, text)
        filled = _filled(found if isinstance(found, str) else found[-1], values)
        if not values:
            self._plain[text] = filled
        return filled

    def with_own(self, own: Mapping[str, str]) -> Callable[..., Markup]:
        """`one`, but with the shop's own words for some texts. Words that want what a text has not are passed over."""

        def one(text: str, /, **values: object) -> Markup:
            mine = own.get(text)
            if mine is not None:
                with suppress(LookupError, ValueError, AttributeError):
                    return escape(mine).format(**values)
            return self.one(text, **values)

        return one

    def shipped(self, text: str) -> str:
        """A text of the theme as it comes, with its placeholders."""
        found = self._texts.get(text, text)
        return found if isinstance(found, str) else found[-1]

    def many(self, one: str, many: str, count: int, /, **values: object) -> Markup:
        """The form of `many` that fits `count`, which also fills `{count}`, grouped as the language does."""
        found = self._texts.get(many, [one, many])
        forms = [found, found] if isinstance(found, str) else found
        grouped = self._grouped(count)
        return _filled(forms[0] if count == 1 else forms[-1], {"count": grouped, **values})


def _filled(text: str, values: dict[str, object]) -> Markup:
    return escape(text).format(**values) if values else escape(text)
