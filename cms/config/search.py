"""The search behind Wagtail's lists and choosers: the database's own, safe from what people type.

For SQLite a quotation mark ends a string of its query language, and spaces alone are no query: both would be errors.
A sign that stands alone is no word: SQLite would look for it and find nothing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from modelsearch.backends import database
from modelsearch.query import MATCH_ALL, And, Boost, Not, Or, Phrase, PlainText, SearchQuery

_SEPARATORS = re.compile(r"[\"\0\s]+")


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  (The index looks for this name.)
    """The backend of the database that is used, with tidied queries."""
    backend = database.SearchBackend(params)
    backend.query_compiler_class = _tidying(backend.query_compiler_class)
    backend.autocomplete_query_compiler_class = _tidying(backend.autocomplete_query_compiler_class)
    return backend


class _Tidying:
    """Mixed into the class that turns a query into SQL."""

    query: SearchQuery

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = _tidied(self.query) or Not(MATCH_ALL)


@cache
def _tidying(compiler: type[Any]) -> type[Any]:
    return type(f"Tidying{compiler.__name__}", (_Tidying, compiler), {})


def _tidied(query: SearchQuery) -> SearchQuery | None:
    """The query as any database can read it; None when nothing is asked."""
    if isinstance(query, PlainText):
        text = _words(query.query_string)
        return PlainText(text, operator=query.operator, boost=query.boost) if text else None
    if isinstance(query, Phrase):
        text = _words(query.query_string)
        return Phrase(text) if text else None
    if isinstance(query, (And, Or)):
        parts = [part for part in map(_tidied, query.subqueries) if part is not None]
        return type(query)(parts) if parts else None
    if isinstance(query, Not):
        part = _tidied(query.subquery)
        return Not(part) if part is not None else MATCH_ALL
    if isinstance(query, Boost):
        part = _tidied(query.subquery)
        return Boost(part, query.boost) if part is not None else None
    return query


def _words(text: str) -> str:
    readable = text.encode("utf-8", "ignore").decode()  # Half of a sign is none.
    return " ".join(word for word in _SEPARATORS.split(readable) if any(sign.isalnum() for sign in word))
