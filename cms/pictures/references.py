"""Who refers to pictures: foreign keys, revisions, and what others register, such as orders and kept releases."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.models import Revision

from cms.pictures.models import Picture

Teller = Callable[[Collection[str]], Iterable[str]]
"""Told hashes of pictures, gives those of them that something refers to."""

_in_rows: list[Teller] = []
_in_files: list[Teller] = []
_HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
_AT_ONCE = 2000


def spare(teller: Teller, *, files: bool = False) -> None:
    """Keep the pictures that `teller` names. Foreign keys and revisions need none. Called when an application is ready.

    One that reads `files` is slow: it is asked seldom, and about few pictures. The others are asked again, within the
    transaction that removes pictures.
    """
    tellers = _in_files if files else _in_rows
    if teller not in tellers:
        tellers.append(teller)


def without_foreign_keys() -> QuerySet[Picture]:
    """The pictures that no row points to."""
    pictures = Picture.objects.all()
    for relation in Picture._meta.related_objects:  # noqa: SLF001 (Django's documented way)
        pointing = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})  # noqa: SLF001 (as above)
        pictures = pictures.filter(~Exists(pointing))
    return pictures


def named_in_rows(hashes: Collection[str]) -> set[str]:
    """Those that others know rows of."""
    return {one for tell in _in_rows for one in tell(hashes)} & set(hashes) if hashes else set()


def named_in_files(hashes: Collection[str]) -> set[str]:
    """Those that others know files of."""
    return {one for tell in _in_files for one in tell(hashes)} & set(hashes) if hashes else set()


def named_in_revisions(hashes: Collection[str], *, after: int = 0) -> tuple[set[str], int]:
    """Those that stand in drafts and in earlier versions of anything, and the number of the newest one looked at.

    `after` leaves out those up to this number.
    """
    if not hashes:
        return set(), after
    wanted, found = set(hashes), set[str]()
    texts = Revision.objects.filter(pk__gt=after).annotate(text=Cast("content", TextField())).order_by("pk")
    for number, text in texts.values_list("pk", "text").iterator(chunk_size=_AT_ONCE):
        after = number
        found.update(wanted.intersection(_HASH.findall(text)))
    return found, after
