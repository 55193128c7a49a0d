"""Plans the rows of the sheet `listings`: new, changed, the same, or refused. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from cms.accounts.places import check_postcode, check_town
from cms.contract.records import Condition, ListingStatus
from cms.workbook.cells import line
from cms.workbook.comparison import line_cell, lines_cell, says_the_same
from cms.workbook.errors import CellRefused
from cms.workbook.fields import Fields
from cms.workbook.job import Action, Job, Planned
from cms.workbook.listings.columns import cells_of, seller_labels
from cms.workbook.listings.stored import AT_ONCE, StoredListing, stored_by_key
from cms.workbook.listings.transitions import check_change, check_new, check_stock
from cms.workbook.listings.wishes import Wish, WishReader, key_made_of
from cms.workbook.reading.spool import chunks
from cms.workbook.references import Person
from cms.workbook.table import Row

NAME = "listings"
_VERSION = line(limit=60)
_UNVERSIONED = frozenset({"version"})
_PLACES = {"city": check_town, "postcode": check_postcode}
_COLUMNS_OF_FIELDS = {"price_cents": "price", "stock": "quantity"}


class ListingPlanner:
    """One pass over the sheet."""

    def __init__(self, job: Job, reader: WishReader) -> None:
        self._job = job
        self._reader = reader
        self._rows_of_keys: dict[str, int] = {}
        self._same_rows: dict[str, int] = {}

    def plan(self, rows: Iterable[Row]) -> Iterator[Planned]:
        """What each good row leads to."""
        for some in chunks(iter(rows), AT_ONCE):
            yield from self._plan_chunk(some)

    def _plan_chunk(self, rows: list[Row]) -> Iterator[Planned]:
        self._reader.prepare(rows)
        keyed = [self._with_key(row) for row in rows]
        stored = stored_by_key(key for _, _, key, _ in keyed if key)
        labels = seller_labels(list(stored.values()))
        for row, fields, key, is_made in keyed:
            # A row with a wrong key is planned as well, so that all that is wrong with it is told at once.
            one = stored.get(key)
            if one is None:
                planned = self._plan_new(fields, key, is_made=is_made)
            elif is_made:
                planned = Planned(row.number, Action.NOTHING, key=key)  # The very row was taken before.
            else:
                planned = self._plan_known(row, fields, one, labels)
            if planned is not None and not fields.refused:
                yield planned

    def _with_key(self, row: Row) -> tuple[Row, Fields, str, bool]:
        fields = Fields(NAME, row, self._job.problems.append)
        key = self._reader.key(fields)
        if not key:
            return row, fields, "" if fields.refused else key_made_of(row, self._same_rows), True
        first = self._rows_of_keys.setdefault(key, row.number)
        if first != row.number:
            fields.refuse("key", gettext("row %(row)s has the same key.") % {"row": first})
        return row, fields, key, False

    def _plan_new(self, fields: Fields, key: str, *, is_made: bool) -> Planned | None:
        if fields.take("version", _VERSION) and key:
            fields.refuse("version", gettext("no listing has this key any more. Clear the version to make a new one."))
        wish = self._reader.wish(fields, photos_are=None)
        _check_places(fields, {"city": wish.city, "postcode": wish.postcode})
        if fields.refused or wish.seller is None:
            return None
        stock = 1 if wish.quantity is None else wish.quantity
        try:
            status = check_new(wish.status)
        except CellRefused as refused:
            fields.refuse("status", refused.reason)
            return None
        _note(fields, "quantity", lambda: check_stock(stock, reserved=0, status=status))
        step = {
            "key": key,
            "title": wish.title,
            "description": wish.description,
            "price_cents": wish.price_cents,
            "category": wish.category,
            "condition": wish.condition or Condition.GOOD.value,
            "city": wish.city or "",
            "postcode": wish.postcode or "",
            "stock": stock,
            "seller": _reference(wish.seller),
            "status": status.value,
            "photos": list(wish.photos or ()),
        }
        return Planned(fields.number, Action.CREATE, step, key=key if is_made else "")

    def _plan_known(self, row: Row, fields: Fields, one: StoredListing, labels: dict[int, str]) -> Planned | None:
        cells = cells_of(one, categories=self._reader.categories, sellers=labels)
        said = {name: cell for name, cell in row.cells.items() if name not in _UNVERSIONED}
        if says_the_same(said, cells):
            return Planned(fields.number, Action.NOTHING)
        wish = self._reader.wish(fields, photos_are=cells["photos"])
        if fields.refused:
            return None
        content, rest = _content_changes(wish, one), _availability_changes(wish, one)
        if not content and not rest:
            return Planned(fields.number, Action.NOTHING)
        _check_places(fields, content)
        self._check(fields, wish, one, changes_content=bool(content))
        step = {"key": one.key, "version": one.version, **content, **rest}
        columns = [_COLUMNS_OF_FIELDS.get(name, name) for name in (*content, *rest)]
        return Planned(fields.number, Action.UPDATE, step, was={name: cells[name] for name in columns})

    def _check(self, fields: Fields, wish: Wish, one: StoredListing, *, changes_content: bool) -> None:
        version = fields.take("version", _VERSION)
        if version and version != one.version:
            fields.refuse("version", gettext("the listing was changed since you downloaded it. Download it again."))
        if changes_content and one.locked:
            fields.refuse(None, gettext("an editor has locked the listing; unlock it in the admin first."))
        if changes_content and one.has_draft:
            fields.refuse(
                None, gettext("it has changes in the admin that are not published; publish or discard them first.")
            )
        if changes_content and one.status == ListingStatus.IN_REVIEW:
            fields.refuse(None, gettext("the listing is being reviewed; finish that in the admin first."))
        wanted = wish.status or one.status
        _note(fields, "status", lambda: check_change(one.status, wanted, knows_version=bool(version)))
        stock = one.stock if wish.quantity is None else wish.quantity
        _note(fields, "quantity", lambda: check_stock(stock, reserved=one.reserved, status=wanted))


def _note(fields: Fields, column: str, check: Any) -> None:
    try:
        check()
    except CellRefused as refused:
        fields.refuse(column, refused.reason)


def _check_places(fields: Fields, values: Mapping[str, Any]) -> None:
    """What is new as a town or a postcode must be one; what is stored already stays."""
    for column, check in _PLACES.items():
        try:
            check(values.get(column) or "")
        except ValidationError as error:
            fields.refuse(column, " ".join(error.messages))


def _content_changes(wish: Wish, one: StoredListing) -> dict[str, Any]:
    """The fields of the listing that the row changes. A text that only differs in white space at its ends does not."""
    values: dict[str, tuple[Any, Any]] = {
        "title": (wish.title, line_cell(one.title)),
        "description": (wish.description, lines_cell(one.description)),
        "price_cents": (wish.price_cents, one.price_cents),
        "category": (wish.category, one.category_id),
        "condition": (wish.condition, one.condition),
        "city": (wish.city, line_cell(one.city) or ""),
        "postcode": (wish.postcode, line_cell(one.postcode) or ""),
    }
    changes = {name: new for name, (new, old) in values.items() if new is not None and new != old}
    if wish.seller is not None and wish.seller.id != one.seller_id:
        changes["seller"] = _reference(wish.seller)
    if wish.photos is not None and list(wish.photos) != [name.partition(".")[0] for name in one.photos]:
        changes["photos"] = list(wish.photos)
    return changes


def _availability_changes(wish: Wish, one: StoredListing) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if wish.quantity is not None and wish.quantity != one.stock:
        changes["stock"] = wish.quantity
    if wish.status is not None and wish.status != one.status:
        changes["status"] = wish.status.value
    return changes


def _reference(person: Person) -> int | str:
    return person.email if person.id is None else person.id
