"""What belongs to a category, a person, a listing and a page: the rows that an import of their sheet may touch."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from cms.accounts.models import SellerProfile, User
from cms.catalog.models import Availability, Category, CategorySlugHistory, Listing, ListingSlugHistory, Photo
from cms.pages.models import ContentPage, HomePage
from cms.site.links import public_path
from cms.workbook.undo.rows import Row, Table, as_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from django.db.models import Model

Step = dict[str, Any]
Snapshot = dict[int, list[dict[str, Row]]]
"""By subject: the rows by key, of each table of the family."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The rows about the subjects of one sheet.

    `known` finds the subjects of steps that are there already; `made` those that the steps have made. A sheet that is
    `whole` may touch any subject there is.
    """

    sheet: str
    model: type[Model]
    tables: Sequence[Table]
    known: Callable[[Sequence[Step]], Collection[int]]
    made: Callable[[Sequence[Step]], Collection[int]]
    label: Callable[[Any], str]
    whole: bool = False

    def lock(self, ids: Collection[int]) -> None:
        """Let nobody else change these until the transaction ends."""
        rows = self.model._base_manager.filter(pk__in=ids).order_by("pk")  # noqa: SLF001 (Django's public name)
        list(rows.select_for_update(of=("self",)).values_list("pk"))

    def snapshot(self, ids: Collection[int]) -> Snapshot:
        """What the database holds about these."""
        found = [table.read(ids) for table in self.tables]
        return {pk: [rows.get(pk, {}) for rows in found] for pk in ids}

    def digest(self, rows: Iterable[dict[str, Row]], *, is_made: bool) -> str:
        """The same as long as nothing about the subject has changed."""
        told = [
            {
                key: {name: value for name, value in row.items() if is_made or name not in table.volatile}
                for key, row in some.items()
            }
            for table, some in zip(self.tables, rows, strict=True)
        ]
        return hashlib.blake2b(json.dumps(told, sort_keys=True).encode(), digest_size=8).hexdigest()

    def changes(self, before: list[dict[str, Row]], after: list[dict[str, Row]]) -> list[list[Any]]:
        """[place of the table, key, what was]: columns that changed, a row that is gone, or None for a new one."""
        found: list[list[Any]] = []
        for place, (table, old, new) in enumerate(zip(self.tables, before, after, strict=True)):
            found += [[place, key, None] for key in new if key not in old]
            for key, row in old.items():
                if key not in new:
                    found.append([place, key, row])
                elif was := {
                    name: value for name, value in row.items() if value != new[key][name] and name not in table.volatile
                }:
                    found.append([place, key, was])
        return found

    def names(self, ids: Collection[int]) -> list[str]:
        """What people call these, as far as they are there."""
        return [self.label(one) for one in self.model._base_manager.filter(pk__in=ids).order_by("pk")]  # noqa: SLF001 (as above)


@cache
def families() -> dict[str, Family]:
    """By sheet, in the order in which they are written."""
    all_of_them = (
        Family(
            sheet="categories",
            model=Category,
            tables=(_own(Category), _of(CategorySlugHistory, "category_id")),
            known=lambda _: list(Category.objects.values_list("pk", flat=True)),
            made=lambda steps: _pks(Category, "slug_path", [one["path"] for one in steps if "id" not in one]),
            label=lambda one: f"“{one.name}”",
            whole=True,
        ),
        Family(
            sheet="users",
            model=User,
            tables=(
                _own(User, volatile={"last_login"}),
                _of(SellerProfile, "user_id", volatile={"standing"}),
                _of(User.groups.through, "user_id"),
            ),
            known=lambda steps: [one["id"] for one in steps if "id" in one],
            made=lambda steps: _pks(User, "email", [one["email"] for one in steps if "id" not in one]),
            label=str,
        ),
        Family(
            sheet="listings",
            model=Listing,
            tables=(
                _own(Listing),
                _of(Availability, "listing_id", volatile={"questions"}),
                _of(Photo, "listing_id"),
                _of(ListingSlugHistory, "listing_id"),
                _revisions(Listing),
            ),
            known=lambda steps: _pks(Listing, "key", [one["key"] for one in steps if "version" in one]),
            made=lambda steps: _pks(Listing, "key", [one["key"] for one in steps if "version" not in one]),
            label=lambda one: f"“{one.title}” ({one.key})",
        ),
        Family(
            sheet="pages",
            model=Page,
            tables=(
                _own(Page, volatile={"numchild"}),
                _own(HomePage),
                _own(ContentPage),
                _revisions(Page),
            ),
            known=lambda steps: [one["id"] for one in steps if "id" in one],
            made=_made_pages,
            label=lambda one: f"“{one.title}” ({public_path(one.url_path)})",
        ),
    )
    return {one.sheet: one for one in all_of_them}


def _own(model: type[Model], *, volatile: Iterable[str] = ()) -> Table:
    key = str(model._meta.pk.column)  # noqa: SLF001 (Django's public name)
    return Table(name=model._meta.db_table, key=key, subject=key, volatile=frozenset(volatile))  # noqa: SLF001 (as above)


def _of(model: type[Model], subject: str, *, volatile: Iterable[str] = ()) -> Table:
    key = str(model._meta.pk.column)  # noqa: SLF001 (as above)
    return Table(name=model._meta.db_table, key=key, subject=subject, volatile=frozenset(volatile))  # noqa: SLF001 (as above)


def _revisions(model: type[Model]) -> Table:
    """Without their content, which never changes."""
    kind = ContentType.objects.get_for_model(model).pk
    return Table(
        name="wagtailcore_revision",
        key="id",
        subject="object_id",
        skipped=frozenset({"content"}),
        kind=("base_content_type_id", kind),
    )


def _pks(model: type[Model], field: str, values: Collection[str]) -> list[int]:
    return list(model._base_manager.filter(**{f"{field}__in": values}).values_list("pk", flat=True)) if values else []  # noqa: SLF001 (as above)


def _made_pages(steps: Sequence[Step]) -> list[int]:
    wanted = {one["path"] for one in steps if "id" not in one}
    if not wanted:
        return []
    pages = Page.objects.type(ContentPage).values_list("pk", "url_path")
    return [pk for pk, url_path in pages if public_path(url_path) in wanted]


__all__ = ["Family", "Snapshot", "as_line", "families"]
