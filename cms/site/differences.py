"""What differs between two versions of a setting, in words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Field, ForeignKey, Model
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.fields import StreamField

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LONGEST = 120
_LONGEST_OUTLINE = 400
_NO_WORDS = frozenset({"id", "type"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A field and its two values in words."""

    field: str
    before: str
    after: str


class Differences:
    """Compares values of one setting. What they refer to is looked up in one query for each kind of thing."""

    def __init__(self, model: type[Model], all_values: Iterable[dict[str, Any]]) -> None:
        self._fields = [one for one in model._meta.concrete_fields if not one.primary_key]  # noqa: SLF001 (Django's public name)
        self._names: dict[str, dict[Any, str]] = {}
        relations = [one for one in self._fields if isinstance(one, ForeignKey)]
        values = list(all_values)
        for one in relations:
            keys = {each[one.name] for each in values if each.get(one.name) is not None}
            found = one.related_model._base_manager.in_bulk(list(keys)) if keys else {}  # noqa: SLF001 (as above)
            self._names[one.name] = {key: str(thing) for key, thing in found.items()}

    def between(self, before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
        """The fields whose values are not the same."""
        return [
            Difference(
                capfirst(str(one.verbose_name)),
                self._in_words(one, before.get(one.name)),
                self._in_words(one, after.get(one.name)),
            )
            for one in self._fields
            if one.name in before and one.name in after and before[one.name] != after[one.name]
        ]

    def _in_words(self, field: Field[Any, Any], value: Any) -> str:
        if value is None or value == "":
            return _("empty")
        if isinstance(field, ForeignKey):
            return self._names[field.name].get(value) or _("number %(number)s, which is gone") % {"number": value}
        if isinstance(field, BooleanField):
            return _("yes") if value else _("no")
        if isinstance(field, StreamField):
            return _outline(json.loads(value) if isinstance(value, str) else value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return Truncator(str(value)).chars(_LONGEST)


def _outline(stream: list[dict[str, Any]]) -> str:
    """How many entries, and their words in order, so that one that only moved shows, too."""
    count = len(stream)
    entries = ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count}
    words = Truncator(" · ".join(_words(stream))).chars(_LONGEST_OUTLINE)
    return _("%(entries)s: %(words)s") % {"entries": entries, "words": words} if words else entries


def _words(stored: Any) -> Iterator[str]:
    """The texts of blocks as they are stored."""
    if isinstance(stored, str) and stored:
        yield stored
    elif isinstance(stored, list):
        for one in stored:
            yield from _words(one)
    elif isinstance(stored, dict):
        for name, value in stored.items():
            if name not in _NO_WORDS:
                yield from _words(value)


def steps(model: type[Model], versions: Sequence[Any], before_last: dict[str, Any] | None) -> list[list[Difference]]:
    """For each of these versions, newest first, what it changed; `before_last` are the values before the last one."""
    if not versions:
        return []
    values = [one.values for one in versions]
    befores = [*values[1:], values[-1] if before_last is None else before_last]
    compare = Differences(model, [*values, *befores])
    return [compare.between(before, after) for before, after in zip(befores, values, strict=True)]
