"""The Jinja2 environment of a theme: strict, escaped everywhere, and closed to names made at run time."""

from __future__ import annotations

import json
from types import CodeType
from typing import TYPE_CHECKING, Any, ClassVar

from jinja2 import BytecodeCache, FileSystemLoader, StrictUndefined, meta, nodes
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
    from jinja2.bccache import Bucket

    from sitegen.messages import Messages


_MOST_KEPT = 600
"""Templates of a few themes in two languages; beyond it all is forgotten: old releases' copies are never asked for."""

_found_good: set[tuple[str, str]] = set()
"""Names and sources of templates that were parsed and name what they include."""


class _CompiledBefore(BytecodeCache):
    """What this process has compiled: an environment is made for each change of the chrome, from the same files.

    By content, and not by place: each release has a copy of its theme. By language, for Jinja2 works constants with
    filters out when it compiles, and those of dates and prices differ.
    """

    _kept: ClassVar[dict[tuple[str, str], CodeType]] = {}

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return f"{name}\n{filename or name}"

    def load_bytecode(self, bucket: Bucket) -> None:
        known = self._kept.get(self._name(bucket))
        bucket.code = known and _at_home(known, bucket.key.partition("\n")[2])

    def dump_bytecode(self, bucket: Bucket) -> None:
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        if bucket.code is not None:
            self._kept[self._name(bucket)] = bucket.code

    def _name(self, bucket: Bucket) -> tuple[str, str]:
        return f"{self._lang} {bucket.key.partition(chr(10))[0]}", bucket.checksum


def _at_home(code: CodeType, file: str) -> CodeType:
    """The same code, as if it had been compiled from this file: errors are told with it."""
    if code.co_filename == file:
        return code
    inner = (_at_home(one, file) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_filename=file, co_consts=tuple(inner))


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
        bytecode_cache=_CompiledBefore(messages.lang),
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
            if (name, source) in _found_good:
                continue
            tree = environment.parse(source, name, name)
        except TemplateSyntaxError as error:
            raise ThemeError(f"{name}, line {error.lineno}: {error.message}") from error
        except (OSError, UnicodeDecodeError) as error:
            raise ThemeError(f"{name} cannot be read: {error}") from error
        if None in meta.find_referenced_templates(tree):
            raise DynamicTemplateName(name)
        if len(_found_good) >= _MOST_KEPT:
            _found_good.clear()
        _found_good.add((name, source))
