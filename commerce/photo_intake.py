"""Photos that come with a form: taken at once, so that no other mistake loses them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction

from commerce.numbers import is_number
from commerce.own_goods import PictureRefused, private_picture
from commerce.picture_words import words_for
from commerce.theme import translate

if TYPE_CHECKING:
    from django.http import HttpRequest

    from commerce.private_photos import PrivatePhoto

MOST = 3
MOST_A_DAY = 60
"""By one person, of one kind."""

UNSENT = timedelta(days=1)
"""So long a photo of a form that was not sent is kept."""


class TooManyPhotos(Exception):
    """More in a day than a person sends. The text is for them."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a form brings: photos that wait to be sent, and what was wrong with others, in words."""

    photos: tuple[Any, ...] = ()
    mistakes: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[int, ...]:
        """As the services take them."""
        return tuple(one.pk for one in self.photos)


def chosen_photos(model: type[PrivatePhoto], request: HttpRequest, *, now: datetime) -> Chosen:
    """The photos of a form: those of before that are still wanted, and the new ones, each taken or refused."""
    user_id = request.user.pk or 0
    dropped = set(request.POST.getlist("photo-drop"))
    kept = [int(one) for one in request.POST.getlist("photo-kept") if is_number(one) and one not in dropped]
    photos = list(unsent(model, user_id).filter(pk__in=kept[:MOST]))
    mistakes = []
    for file in request.FILES.getlist("photos"):
        name = str(file.name)[:80]
        if len(photos) >= MOST:
            mistakes.append(translate("“{name}”: {why}", name=name, why=translate("Three photos are the most.")))
            continue
        try:
            photos.append(take_private_photo(model, user_id, file, now=now))
        except PictureRefused as refused:
            mistakes.append(translate("“{name}”: {why}", name=name, why=words_for(refused)))
        except TooManyPhotos as refused:
            mistakes.append(str(refused))
            break
    return Chosen(tuple(photos), tuple(mistakes))


def take_private_photo(
    model: type[PrivatePhoto], user_id: int, source: bytes | IO[bytes], *, now: datetime
) -> PrivatePhoto:
    """Clean a photo and keep it for its sender. Raises PictureRefused, TooManyPhotos."""
    picture = private_picture(source)
    with transaction.atomic():
        get_user_model().objects.select_for_update(no_key=True).get(pk=user_id)
        if model.objects.filter(by_id=user_id, taken_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
            raise TooManyPhotos(translate("That is a lot of photos for one day. You can send more tomorrow."))
        return model.objects.create(
            by_id=user_id,
            content=picture.content,
            digest=picture.hash,
            width=picture.width,
            height=picture.height,
            taken_at=now,
        )


def unsent(model: type[PrivatePhoto], user_id: int) -> Any:
    """Photos of this person that belong to nothing yet."""
    return model.objects.filter(by_id=user_id, **{f"{model.OWNER}__isnull": True})


def forget_unsent(model: type[PrivatePhoto], now: datetime) -> int:
    """Remove what was never sent; how many there were."""
    gone, _ = model.objects.filter(taken_at__lt=now - UNSENT, **{f"{model.OWNER}__isnull": True}).delete()
    return gone
