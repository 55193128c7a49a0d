"""Django's templates for the pages of the app: `commerce/…` in the shop's theme, rendered by the generator.

So `render(request, "cart/cart.html", {...})` and the views of libraries (`account/login.html`) give pages that look
like all others. A page's title is `title` in its context, or the template's own block.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.template import TemplateDoesNotExist
from django.template.backends.base import BaseEngine
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


class ThemeTemplates(BaseEngine):
    """The engine named in settings.TEMPLATES."""

    app_dirname = "theme"

    def __init__(self, params: dict[str, Any]) -> None:
        params = params.copy()
        params.pop("OPTIONS")
        super().__init__(params)

    def get_template(self, template_name: str) -> ThemeTemplate:
        """The page of this name. Raises TemplateDoesNotExist, so that Django asks its other engines."""
        if not import_string(f"{settings.SHOP_PAGES}.has_template")(template_name):
            raise TemplateDoesNotExist(template_name, backend=self)
        return ThemeTemplate(template_name)


class ThemeTemplate:
    """One page of the app."""

    def __init__(self, name: str) -> None:
        self._name = name

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> SafeString:
        """The page. Besides `context` it knows `person` (who is logged in, or None) and `notices`."""
        values = dict(context or {})
        values.pop("site", None)  # Views of libraries bring a host by this name; in the theme it is the shop.
        render: Callable[..., str] = import_string(f"{settings.SHOP_PAGES}.render_page")
        if request is not None:
            values.setdefault("request", request)
            values.setdefault("person", request.user if request.user.is_authenticated else None)
            values.setdefault("notices", list(get_messages(request)))
        page = render(
            self._name,
            title=str(values.get("title", "")),
            path=request.path if request is not None else "/",
            context=values,
            breadcrumbs=values.get("breadcrumbs", ()),
        )
        return mark_safe(page)  # noqa: S308 (the output of an escaping template)


def translate(text: str, **values: object) -> str:
    """A text of the theme in the language of the shop, with `{name}` filled in: for notices, errors and mails."""
    found: str = str(import_string(f"{settings.SHOP_PAGES}.translate")(text))
    return found.format(**values) if values else found


def later(text: str, **values: object) -> Callable[[], str]:
    """The same, asked for when it is shown."""
    return partial(translate, text, **values)
