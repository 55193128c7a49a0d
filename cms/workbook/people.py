"""The sheet `users`, both ways. A new person has no password, and gets a mail that invites them to set one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy

from cms.accounts.errors import AccountsError
from cms.accounts.inviting import invite
from cms.accounts.many_people import add_people
from cms.accounts.models import STAFF_ROLES, Role, SellerProfile, User
from cms.accounts.places import check_town
from cms.accounts.services import give_role, restore, suspend
from cms.workbook.cells import checked, choice, line
from cms.workbook.comparison import line_cell, says_the_same
from cms.workbook.errors import CellRefused, ChangedMeanwhile
from cms.workbook.fields import Fields
from cms.workbook.job import Action, Job, Planned
from cms.workbook.reading.spool import chunks
from cms.workbook.references import number_in
from cms.workbook.sheets import Sheet
from cms.workbook.table import Cell, Column, Row

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

COLUMNS = (
    Column("number"),
    Column("email", required=True),
    Column("name", required=True),
    Column("role"),
    Column("city"),
    Column("status"),
)

_NAME = "users"
_AT_ONCE = 500
_ACTIVE, _SUSPENDED = "active", "suspended"
_NUMBER = line(limit=20)
_EMAIL = line(limit=254, least=3)
_PERSON = line(limit=150, least=1)
_CITY = checked(line(limit=80), check_town)
_ROLE = choice(Role.values)
_STATUS = choice([_ACTIVE, _SUSPENDED])
_ALLOW = gettext_lazy("only an import with --allow-staff may do that.")


class PeopleImport:
    """How people come in."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._rows_of: dict[str, int] = {}
        self._admins = set(User.objects.filter(role=Role.ADMIN, is_active=True).values_list("pk", flat=True))

    def plan(self, rows: Iterable[Row]) -> Iterator[Planned]:
        """What each good row leads to."""
        for some in chunks(iter(rows), _AT_ONCE):
            read = [self._with_keys(row) for row in some]
            by_number = {user.number: user for user in _stored(number__in=[one for _, _, one, _ in read if one])}
            by_email = {user.email: user for user in _stored(email__in=[email for _, _, _, email in read if email])}
            for row, fields, number, email in read:
                if fields.refused:
                    self._others(fields)  # All that is wrong with a row is told at once.
                    continue
                user = by_number.get(number) if number else by_email.get(email)
                if number and user is None:
                    fields.refuse(
                        "number", gettext("nobody has this number. Clear it: a new person gets the next one.")
                    )
                    continue
                owner = by_email.get(email)
                if user is not None and owner is not None and owner.pk != user.pk:
                    fields.refuse("email", gettext("%(label)s has this e-mail address.") % {"label": owner.label})
                planned = self._plan_new(fields, email) if user is None else self._plan_known(row, fields, user, email)
                if planned is not None and not fields.refused:
                    yield planned

    def _with_keys(self, row: Row) -> tuple[Row, Fields, int | None, str]:
        fields = Fields(_NAME, row, self._job.problems.append)
        text = fields.take("number", _NUMBER)
        number = number_in(text) if text else None
        if text and number is None:
            fields.refuse("number", gettext("it must be a number like U-000042 or 42."))
        email = (fields.take("email", _EMAIL) or "").lower()
        for key, column in ((f"number {number}" if number else "", "number"), (email, "email")):
            first = self._rows_of.setdefault(key, row.number) if key else row.number
            if first != row.number:
                fields.refuse(column, gettext("row %(row)s is about the same person.") % {"row": first})
        return row, fields, number, email

    def _plan_new(self, fields: Fields, email: str) -> Planned | None:
        wish = self._wish(fields, User(email=email))
        role, city = wish["role"] or Role.BUYER, wish["city"] or ""
        self._check_city(fields, role, city, has_profile=False)
        if role in STAFF_ROLES and not self._job.allow_staff:
            fields.refuse(
                "role", gettext("the row would make a new %(role)s; %(allow)s") % {"role": role, "allow": _ALLOW}
            )
        if fields.refused:
            return None
        self._job.new_people[email] = role
        step = {"email": email, "name": wish["name"], "role": role, "city": city, "status": wish["status"] or _ACTIVE}
        return Planned(fields.number, Action.CREATE, step)

    def _plan_known(self, row: Row, fields: Fields, user: User, email: str) -> Planned | None:
        stored = cells_of(user)
        # A row without a number is the person's by its e-mail address.
        if says_the_same(row.cells, stored if not fields.is_blank("number") else {**stored, "number": None}):
            return None if fields.refused else Planned(fields.number, Action.NOTHING)
        wish = {**self._wish(fields, user, email=email), "email": email}
        changes = {
            name: value for name, value in wish.items() if value is not None and value != (stored.get(name) or "")
        }
        if not changes:
            return Planned(fields.number, Action.NOTHING)
        role = changes.get("role", user.role)
        self._check_city(fields, role, changes.get("city", ""), has_profile=hasattr(user, "seller_profile"))
        self._check_staff(fields, user, changes)
        if fields.refused:
            return None
        if "role" in changes:
            self._job.new_roles[user.pk] = role
        if "email" in changes:
            self._job.new_addresses[email] = user.pk
        step = {"id": user.pk, "before": _state(user), **changes}
        return Planned(fields.number, Action.UPDATE, step, was={name: stored[name] for name in changes})

    def _wish(self, fields: Fields, user: User, *, email: str = "") -> dict[str, str | None]:
        user = User(email=email or user.email, name=user.name)
        fields.take("email", lambda _: _checked(user, "email"))
        return self._others(fields)

    def _others(self, fields: Fields) -> dict[str, str | None]:
        return {
            "name": fields.take("name", _name),
            "role": fields.take("role", _ROLE),
            "city": fields.take("city", _CITY) if fields.has("city") else None,
            "status": fields.take("status", _STATUS),
        }

    def _check_city(self, fields: Fields, role: str, city: str, *, has_profile: bool) -> None:
        if city and role != Role.SELLER and not has_profile:
            fields.refuse("city", gettext("a city is kept for sellers only."))

    def _check_staff(self, fields: Fields, user: User, changes: dict[str, str]) -> None:
        if not self._job.allow_staff:
            if user.role in STAFF_ROLES:
                fields.refuse(
                    None,
                    gettext("%(label)s is %(role)s: to change them, %(allow)s")
                    % {"label": user.label, "role": _with_article(user.role), "allow": _ALLOW},
                )
            elif changes.get("role") in STAFF_ROLES:
                fields.refuse(
                    "role",
                    gettext("the row would make %(label)s %(changes)s; %(allow)s")
                    % {"label": user.label, "changes": _with_article(changes["role"]), "allow": _ALLOW},
                )
        leaves = changes.get("role", Role.ADMIN) != Role.ADMIN or changes.get("status") == _SUSPENDED
        if user.pk in self._admins and leaves:
            if self._admins == {user.pk}:
                fields.refuse(None, gettext("%(label)s is the only active admin left.") % {"label": user.label})
            else:
                self._admins.discard(user.pk)

    def apply(self, steps: Iterable[dict[str, Any]]) -> None:
        """Do what was planned. Raises ChangedMeanwhile."""
        for some in chunks(iter(steps), _AT_ONCE):
            self._job.invited += _create([step for step in some if "id" not in step], now=self._job.now)
            try:
                _update([step for step in some if "id" in step])
            except AccountsError as error:
                raise ChangedMeanwhile(str(error)) from error


def _create(steps: list[dict[str, Any]], *, now: Any) -> int:
    """Make them; how many are invited."""
    people = [
        User(
            email=step["email"],
            name=step["name"],
            role=step["role"],
            is_active=step["status"] == _ACTIVE,
            date_joined=now,
        )
        for step in steps
    ]
    return invite([one.pk for one in add_people(people, cities=[step["city"] for step in steps])])


def _update(steps: list[dict[str, Any]]) -> None:
    users = {user.pk: user for user in _stored(pk__in=[step["id"] for step in steps], lock=True)}
    for step in steps:
        user = users.get(step["id"])
        if user is None or _state(user) != step["before"]:
            raise ChangedMeanwhile(
                gettext("Somebody in the sheet users was changed while the import was being planned.")
            )
        user.name, user.email = step.get("name", user.name), step.get("email", user.email)
    User.objects.bulk_update(users.values(), ["name", "email"], batch_size=_AT_ONCE // 5)
    for step in steps:
        if "role" in step:
            give_role(step["id"], step["role"])
        if "status" in step:
            (suspend if step["status"] == _SUSPENDED else restore)(step["id"])
        if "city" in step:
            SellerProfile.objects.filter(pk=step["id"]).update(city=step["city"])


def _stored(*, lock: bool = False, **wanted: Any) -> QuerySet[User]:
    rows = User.objects.filter(**wanted).select_related("seller_profile").order_by("pk")
    return rows.select_for_update(of=("self",)) if lock else rows


def cells_of(user: User) -> dict[str, Any]:
    """What an export writes for a person, by column."""
    profile = getattr(user, "seller_profile", None)
    return {
        "number": user.label,
        "email": user.email,
        "name": line_cell(user.name),
        "role": user.role,
        "city": line_cell(profile.city) if profile else None,
        "status": _ACTIVE if user.is_active else _SUSPENDED,
    }


def _state(user: User) -> list[Any]:
    return list(cells_of(user).values())


def _checked(user: User, field: str) -> str:
    """The field of a person after the model's own checks. Raises CellRefused with their words."""
    try:
        user.clean_fields(exclude=[one.name for one in User._meta.fields if one.name != field])  # noqa: SLF001 (Django's public name)
    except ValidationError as error:
        raise CellRefused(" ".join(error.messages)) from error
    return str(getattr(user, field))


_A_ROLE: dict[str, _StrPromise] = {
    Role.BUYER: gettext_lazy("a buyer"),
    Role.SELLER: gettext_lazy("a seller"),
    Role.MODERATOR: gettext_lazy("a moderator"),
    Role.EDITOR: gettext_lazy("an editor"),
    Role.ADMIN: gettext_lazy("an admin"),
}


def _name(cell: Cell) -> str:
    return _checked(User(name=_PERSON(cell)), "name")


def _with_article(role: str) -> str:
    return str(_A_ROLE[role])


def export_people() -> Iterator[list[Any]]:
    """Everybody by number."""
    for user in User.objects.select_related("seller_profile").order_by("number").iterator(chunk_size=2000):
        yield list(cells_of(user).values())


PEOPLE = Sheet(name=_NAME, columns=COLUMNS, export=export_people, importing=PeopleImport)
