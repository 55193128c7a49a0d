"""One's own data as a ZIP of JSON and pictures. Other packages add theirs when they are ready."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder

from commerce.catalog import people

if TYPE_CHECKING:
    from cms.accounts.models import User

_KEPT_IN_MEMORY = 1024 * 1024

_parts: dict[str, Callable[[int], Any]] = {}
Pictures = Iterable[tuple[str, Path | bytes]]

_pictures: list[Callable[[int], Pictures]] = [people.photos_of]


def register(name: str, tell: Callable[[int], Any]) -> None:
    """Put what `tell` gives for the id of a person into `<name>.json`: lists, dicts, texts, numbers, moments."""
    _parts[name] = tell


def register_pictures(tell: Callable[[int], Pictures]) -> None:
    """Put the files, or their bytes, that `tell` gives for the id of a person, each with its name, into `photos/`."""
    _pictures.append(tell)


def zip_of(person: User) -> IO[bytes]:
    """The archive, open at its beginning. What is missing on the disk is left out."""
    archive = tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY)  # noqa: SIM115 (who sends it closes it)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, tell in {"person": _person, "listings": people.listings_of, **_parts}.items():
            told = json.dumps(tell(person.pk), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            packed.writestr(f"{name}.json", told + "\n")
        for picture, file in _all_pictures(person.pk):
            if isinstance(file, bytes):
                packed.writestr(f"photos/{picture}", file, compress_type=zipfile.ZIP_STORED)
            elif file.is_file():
                packed.write(file, f"photos/{picture}", compress_type=zipfile.ZIP_STORED)
    archive.seek(0)
    return archive


def _all_pictures(user_id: int) -> Pictures:
    for tell in _pictures:
        yield from tell(user_id)


def _person(user_id: int) -> dict[str, Any]:
    person = get_user_model().objects.get(pk=user_id)
    return {
        "number": person.label,
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "joined": person.date_joined,
        "last_login": person.last_login,
        "addresses": list(EmailAddress.objects.filter(user_id=user_id).values("email", "verified")),
        "profile": people.profile_of(user_id),
        "languages": people.languages_of(user_id),
        "sessions": list(UserSession.objects.filter(user_id=user_id).values("created_at", "ip", "user_agent")),
    }
