"""What changes people: making them, their role, their suspension, what others see of them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.log_actions import registry as log_registry

from cms.accounts.errors import AccountIsClosed, LastAdmin, PersonStillNeeded
from cms.accounts.models import ADDRESS_TAKEN, SellerProfile, TeamNote, User
from cms.accounts.names import public_name
from cms.accounts.role_groups import join_group_of_role
from cms.accounts.roles import STAFF_ROLES, Role
from cms.accounts.telling import tell_of_suspension
from cms.changes import outbox
from cms.contract.addresses import slug_of
from cms.contract.languages import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from cms.contract.records import StandingRecord

ERASED_DOMAIN = "erased.invalid"
"""Where the addresses of people lead who closed their account: nowhere, by the law of the Internet."""


def make_person(  # noqa: PLR0913 (keyword-only: what a person is made of)
    *,
    email: str,
    name: str,
    password: str | None = None,
    role: str = Role.BUYER,
    date_joined: datetime | None = None,
    is_active: bool = True,
) -> User:
    """A new person with the next number. Raises ValidationError, with a message for each field that is wrong.

    The strength of the password is the form's matter. Without one the person cannot log in until they set one.
    """
    fields: dict[str, Any] = {"role": role, "is_active": is_active, "is_superuser": role == Role.ADMIN}
    if date_joined is not None:
        fields["date_joined"] = date_joined
    User(email=email, name=name, **fields).full_clean(exclude=["number", "password"])
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, name, password, **fields)
            _make_profile_if_seller(user)
    except IntegrityError:
        if User.objects.filter(email=email).exists():  # Somebody was faster, between the check and now.
            raise ValidationError({"email": ADDRESS_TAKEN}) from None
        raise
    return user


def make_seller(
    *, email: str, name: str, display_name: str = "", text: str = "", city: str = "", **person: Any
) -> User:
    """A new person who sells, shown to others as `display_name` (first name and initial unless given).

    Takes what `make_person` takes, and raises the same; both the person and the profile are made, or neither.
    """
    with transaction.atomic():
        user = make_person(email=email, name=name, **{"role": Role.SELLER, **person})
        change_profile(user.pk, display_name=display_name or _first_shown(name), text=text, city=city)
    user.refresh_from_db()
    return user


@transaction.atomic
def give_role(user_id: int, role: str, *, by: User | None = None) -> User:
    """Make somebody a buyer, seller, moderator, editor or admin; their groups follow.

    Raises ValueError for an unknown role, LastAdmin when no active admin would be left, and AccountIsClosed.
    """
    role = Role(role)
    user = _locked(user_id) if role == Role.ADMIN else _dismissible(user_id)
    _refuse_closed(user)
    if user.role != role:
        log(user, "accounts.role", user=by, data={"before": user.role, "after": role.value})
    user.role = role
    user.is_superuser = role == Role.ADMIN
    user.save(update_fields=["role", "is_superuser"])
    join_group_of_role(user)
    _make_profile_if_seller(user)
    return user


@transaction.atomic
def suspend(user_id: int, *, reason: str = "", by: User | None = None) -> bool:
    """Take the log-in away, end open sessions and tell the person why; whether they were active until now.

    What they sell leaves the shop with them, and nothing else about it changes. Raises LastAdmin when no active admin
    would be left.
    """
    user = _dismissible(user_id)
    if not user.is_active:
        return False
    user.is_active, user.suspended_at, user.suspension_reason = False, timezone.now(), reason.strip()
    user.save(update_fields=["is_active", "suspended_at", "suspension_reason"])
    outbox.note_act("a suspension")
    log(user, "accounts.suspend", user=by, data={"reason": user.suspension_reason})
    tell_of_suspension(user.pk, "suspended", user.suspension_reason)
    return True


@transaction.atomic
def restore(user_id: int, *, reason: str = "", by: User | None = None) -> bool:
    """End a suspension and tell the person; whether there was one. What they sold is back as it was.

    Raises AccountIsClosed.
    """
    user = _locked(user_id)
    _refuse_closed(user)
    if user.is_active:
        return False
    user.is_active, user.suspended_at, user.suspension_reason = True, None, ""
    user.save(update_fields=["is_active", "suspended_at", "suspension_reason"])
    log(user, "accounts.restore", user=by, data={"reason": reason.strip()})
    tell_of_suspension(user.pk, "restored", reason.strip())
    return True


@transaction.atomic
def write_note(user_id: int, text: str, *, by: User | None) -> None:
    """Keep what the team writes down about a person; an empty text removes it. Raises ValidationError."""
    user = _locked(user_id)
    _refuse_closed(user)
    if not text.strip():
        TeamNote.objects.filter(person=user).delete()
    else:
        note = TeamNote(person=user, text=text.strip(), written_at=timezone.now(), written_by=by)
        note.clean_fields()
        note.save()
    log(user, "accounts.note", user=by)


@transaction.atomic
def change_profile(  # noqa: PLR0913 (each is a field of the profile)
    user_id: int,
    *,
    display_name: str,
    text: str = "",
    city: str = "",
    is_trader: bool | None = None,
    imprint: str | None = None,
) -> SellerProfile:
    """Set what everybody may see of a seller; what is None stays. Raises ValidationError, a message for each field."""
    user = _locked(user_id)
    profile = SellerProfile.objects.filter(user=user).first() or SellerProfile(user=user)
    profile.display_name, profile.text, profile.city = display_name.strip(), text.strip(), city.strip()
    profile.slug = slug_of(profile.display_name, otherwise="seller")
    profile.is_trader = profile.is_trader if is_trader is None else is_trader
    profile.imprint = profile.imprint if imprint is None else imprint.strip()
    if profile.is_trader and not profile.imprint:
        raise ValidationError({"imprint": "Say who you are: name, address, how to reach you."})
    profile.full_clean()
    profile.save()
    return profile


@transaction.atomic
def rename(user_id: int, *, name: str) -> User:
    """Give somebody another name, which only they and the shop see. Raises ValidationError."""
    user = _locked(user_id)
    user.name = name.strip()
    user.clean_fields(exclude=[one.name for one in User._meta.fields if one.name != "name"])  # noqa: SLF001 (Django's public name)
    user.save(update_fields=["name"])
    return user


@transaction.atomic
def show_picture(user_id: int, content_hash: str | None) -> User:
    """Show a stored picture beside somebody's name, or none any more. It has come through the intake of pictures."""
    user = _locked(user_id)
    user.picture_id = content_hash
    user.save(update_fields=["picture"])
    return user


@transaction.atomic
def set_languages(user_id: int, codes: Iterable[str]) -> User:
    """Say what somebody speaks. Raises ValueError for what is no code of cms.contract.languages."""
    user = _locked(user_id)
    user.languages = in_order(codes)
    user.save(update_fields=["languages"])
    return user


@transaction.atomic
def start_selling(user_id: int) -> User:
    """Make a buyer a seller, with a profile. Whoever has another role keeps it."""
    user = _locked(user_id)
    return give_role(user_id, Role.SELLER) if user.role == Role.BUYER else user


@transaction.atomic
def erase(user_id: int, *, name: str) -> User:
    """Take out, for good, who a person was. The row and its number stay for what refers to them; `name` stands there.

    Raises LastAdmin.
    """
    user = _dismissible(user_id)
    if user.role in STAFF_ROLES:
        user = give_role(user_id, Role.BUYER)
    user.email = f"{user.label}@{ERASED_DOMAIN}"
    user.name = name
    user.is_active, user.closed_at = False, user.closed_at or timezone.now()
    user.suspended_at, user.suspension_reason = None, ""
    user.last_login = None
    user.picture_id = None
    user.languages = []
    user.set_unusable_password()
    user.save()  # All of it: nothing may stay behind.
    TeamNote.objects.filter(person=user).delete()
    log_registry.get_logs_for_instance(user).update(label=str(user), data={})
    if SellerProfile.objects.filter(user=user).exists():
        change_profile(user_id, display_name=name)
    outbox.note_act("an account that was closed")
    return user


def show_standing(user_id: int, standing: StandingRecord) -> bool:
    """Set how deals with a seller went; whether that is news. Somebody without a profile has nothing to show it on."""
    stored = asdict(standing) | {"newest": [{**asdict(one), "day": one.day.isoformat()} for one in standing.newest]}
    return bool(SellerProfile.objects.filter(user_id=user_id).exclude(standing=stored).update(standing=stored))


@transaction.atomic
def delete_person(user_id: int) -> None:
    """Remove somebody to whom nothing refers that must stay; their number is never given again.

    Raises PersonStillNeeded (naming what refers to them) and LastAdmin.
    """
    user = _dismissible(user_id)
    try:
        user.delete()
    except ProtectedError as error:
        needed_by: dict[str, int] = {}
        for one in error.protected_objects:
            name = str(one._meta.verbose_name_plural)  # noqa: SLF001 (Django's public name)
            needed_by[name] = needed_by.get(name, 0) + 1
        raise PersonStillNeeded(user.label, needed_by) from None


def _refuse_closed(user: User) -> None:
    if user.closed_at is not None:
        raise AccountIsClosed(user.label)


def _locked(user_id: int) -> User:
    return User.objects.select_for_update().get(pk=user_id)


def _dismissible(user_id: int) -> User:
    """The person, locked with all active admins in one order, so that two cannot dismiss each other.

    Raises LastAdmin when no other active admin would be left.
    """
    locked = User.objects.select_for_update().filter(Q(pk=user_id) | Q(role=Role.ADMIN, is_active=True))
    found = {one.pk: one for one in locked.order_by("pk")}
    if user_id not in found:
        raise User.DoesNotExist
    user = found.pop(user_id)
    is_admin = user.role == Role.ADMIN and user.is_active
    if is_admin and not any(one.role == Role.ADMIN and one.is_active for one in found.values()):
        raise LastAdmin(user.label)
    return user


def _make_profile_if_seller(user: User) -> None:
    if user.role == Role.SELLER and not SellerProfile.objects.filter(user=user).exists():
        change_profile(user.pk, display_name=_first_shown(user.name))


def _first_shown(name: str) -> str:
    """What a new profile shows until its owner chooses."""
    return public_name(name, limit=SellerProfile.DISPLAY_NAME_LENGTH)
