"""The Jinja2 environment of a theme: strict, escaped everywhere, and closed to names made at run time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader, StrictUndefined, meta, nodes
from jinja2.exceptions import TemplateSyntaxError
from markupsafe import Markup

from sitegen import formats
from sitegen.errors import DynamicTemplateName, ThemeError
from sitegen.structured_data import script_safe
from sitegen.twins import ThemeEnvironment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from jinja2 import Environment

    from sitegen.messages import Messages


def json_ld(value: object) -> Markup:
    """`value` as JSON that no text inside can break out of its script element; what is that already stays."""
    if isinstance(value, Markup):
        return value
    return script_safe(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def make_environment(theme: Path, messages: Messages, *, rich: Callable[[str], Markup]) -> ThemeEnvironment:
    """The environment for one language. `rich` expands stored rich text.

    Raises ThemeError for a template that cannot be parsed, DynamicTemplateName for an untrackable include.
    """
    folder = theme / "templates"
    environment = ThemeEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    lang = messages.lang
    environment.filters.update(
        price=lambda money: formats.price(money, lang),
        day=lambda when: formats.day(when, lang),
        languages=lambda codes: formats.languages(tuple(codes), lang),
        iso=formats.iso,
        paragraphs=formats.paragraphs,
        decimal=formats.plain_price,
        json_ld=json_ld,
        rich=rich,
    )
    environment.globals.update(lang=lang, t=messages.one, tn=messages.many)
    _refuse_dynamic_names(environment)
    return environment


def texts_of(environment: Environment, name: str) -> tuple[str, ...]:
    """What a template itself says by `t("…")`, in its order, each once."""
    source = environment.loader.get_source(environment, name)[0] if environment.loader else ""
    calls = (
        one
        for one in environment.parse(source, name, name).find_all(nodes.Call)
        if isinstance(one.node, nodes.Name) and one.node.name == "t" and one.args
    )
    said = ((call.lineno, call.args[0].value) for call in calls if isinstance(call.args[0], nodes.Const))
    return tuple(dict.fromkeys(text for _, text in sorted(said, key=lambda one: one[0])))


def add_globals(environment: Environment, values: Mapping[str, Any]) -> None:
    """Give every template these values; before the first template is loaded."""
    environment.globals.update(values)


def _refuse_dynamic_names(environment: Environment) -> None:
    for name in environment.list_templates(extensions=["html", "xml"]):
        try:
            source = environment.loader.get_source(environment, name)[0] if environment.loader else ""
            tree = environment.parse(source, name, name)
        except TemplateSyntaxError as error:
            raise ThemeError(f"{name}, line {error.lineno}: {error.message}") from error
        except (OSError, UnicodeDecodeError) as error:
            raise ThemeError(f"{name} cannot be read: {error}") from error
        if None in meta.find_referenced_templates(tree):
            raise DynamicTemplateName(name)
