"""Words as the database's own search asks for them: SQL over the index that Wagtail keeps.

Wagtail's own query counts and ranks each hit with a query of its own, or reads the whole table; here one statement
does both with the index. A word of three letters or more is a beginning. Titles come before texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.search.backends import get_search_backend

from cms.catalog.models import Listing

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHORTEST_BEGINNING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Parts of a statement over `catalog_listing l`, each with its values; `in_title` says whether all words are there.

    `is_void` when no word can be found: each is one that the database does not index, such as "the".
    """

    join: str
    condition: str
    values: tuple[Any, ...]
    in_title: str
    title_values: tuple[Any, ...]
    is_void: bool = False


def matching(words: Sequence[str]) -> Matching:
    """How listings with all these words are found. Words are as `words_of` gives them: letters and digits."""
    return _with_postgresql(words) if connection.vendor == "postgresql" else _with_sqlite(words)


def _with_sqlite(words: Sequence[str]) -> Matching:
    terms = " AND ".join(f'"{word}"*' if len(word) >= _SHORTEST_BEGINNING else f'"{word}"' for word in words)
    fts = "wagtailsearch_indexentry_fts"
    return Matching(
        # SQLite takes the tables of a CROSS JOIN in this order: the other way round it would search for each listing.
        join=f"""{fts} f CROSS JOIN wagtailsearch_indexentry e ON e.id = f.rowid
            CROSS JOIN catalog_listing l ON l.id = CAST(e.object_id AS integer)""",
        condition=f"f.{fts} MATCH %s AND e.content_type_id = %s",
        values=(f"{{title body}} : ({terms})", _content_type()),
        in_title=f"f.rowid IN (SELECT t.rowid FROM {fts} t WHERE t.{fts} MATCH %s)",  # noqa: S608 (no value is in it)
        title_values=(f"{{title}} : ({terms})",),
    )


def _with_postgresql(words: Sequence[str]) -> Matching:
    terms = [f"{word}:*" if len(word) >= _SHORTEST_BEGINNING else word for word in words]
    config = get_search_backend().config
    query = "to_tsquery(%s)" if config is None else f"to_tsquery('{config}', %s)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([f'numnode({query})'] * len(terms))}", terms)
        known = [term for term, nodes in zip(terms, cursor.fetchone(), strict=True) if nodes]
    each = " AND ".join([f"(e.title @@ {query} OR e.body @@ {query})"] * len(known))
    return Matching(
        # Said twice, so that an index serves it from either side.
        join="""wagtailsearch_indexentry e JOIN catalog_listing l
            ON l.id = CAST(e.object_id AS bigint) AND e.object_id = CAST(l.id AS varchar)""",
        condition=f"e.content_type_id = %s AND {each or 'FALSE'}",
        values=(_content_type(), *(term for term in known for _ in range(2))),
        in_title=f"e.title @@ {query}",
        title_values=(" & ".join(known),),
        is_void=not known,
    )


def _content_type() -> int:
    number: int = ContentType.objects.get_for_model(Listing).pk
    return number
