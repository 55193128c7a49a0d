"""The words of mails: the theme's, or the shop's own in their place."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from commerce.notifications.models import MailText


def written(
    kind: str, context: Mapping[str, Any], *, own: Mapping[str, str] | None = None, language: str = ""
) -> tuple[str, str]:
    """Subject and HTML of a mail, in the shop's own words where it has some; `own` are words to try out."""
    if own is None:
        own = own_words(kind, language or _door("language")())
    options = {"own": own, "lang": language} if own or language else {}
    found: tuple[str, str] = _door("render_mail")(f"{kind}.html", context, **options)
    return found


def kinds() -> list[str]:
    """All mails."""
    found: list[str] = _door("mail_kinds")()
    return found


def languages() -> tuple[str, ...]:
    """Those of the shop, its own first."""
    found: tuple[str, ...] = _door("languages")()
    return found


def shipped(kind: str, language: str) -> list[tuple[str, str]]:
    """What the theme says in a mail: the name of each text and its words, the subject first."""
    found: list[tuple[str, str]] = _door("mail_texts")(kind, language)
    return found


def own_words(kind: str, language: str) -> dict[str, str]:
    """The shop's own, by the name of the text."""
    return dict(MailText.objects.filter(kind=kind, language=language).values_list("source", "text"))


@transaction.atomic
def keep(kind: str, language: str, words: Mapping[str, str]) -> int:
    """Say it like this from now on; how many texts are the shop's own then: not those that are empty or the theme's.

    Raises ValueError for words that name what a text does not know: see `mistake`.
    """
    theirs = dict(shipped(kind, language))
    mine = {source: text for source, text in words.items() if source in theirs and text and text != theirs[source]}
    for source, text in mine.items():
        if wrong := mistake(theirs[source], text):
            raise ValueError(wrong)
    MailText.objects.filter(kind=kind, language=language).delete()
    MailText.objects.bulk_create(
        MailText(kind=kind, language=language, source=source, text=text) for source, text in mine.items()
    )
    return len(mine)


def placeholders(text: str) -> list[str]:
    """What is filled in, each once. Raises ValueError for braces that belong to nothing."""
    found: dict[str, None] = {}
    for _text, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        if form or conversion or not name.isidentifier():
            raise ValueError(name)
        found[name] = None
    return list(found)


def mistake(theirs: str, text: str) -> str:
    """What is wrong with a text that is to stand for another, in words; empty when nothing is."""
    known = placeholders(theirs)
    allowed = ", ".join(f"{{{one}}}" for one in known)
    try:
        unknown = [one for one in placeholders(text) if one not in known]
    except ValueError:
        unknown = None
    if unknown is None:
        start = _("A brace { or } is only for what is filled in.")
    elif unknown:
        start = _("Nothing is known here that is called %(names)s.") % {
            "names": ", ".join(f"{{{one}}}" for one in unknown)
        }
    else:
        return ""
    end = _("You can use %(names)s.") % {"names": allowed} if known else _("Nothing is filled in here.")
    return f"{start} {end}"


def _door(name: str) -> Any:
    return import_string(f"{settings.SHOP_PAGES}.{name}")
