"""Finds listings by what an editor types: a number, an address, a key, words of the text, a seller."""

from __future__ import annotations

import re

from django.db.models import Q

from cms.accounts.models import User
from cms.catalog.models import Listing
from cms.catalog.search.finding import find_in_any_state
from cms.contract.words import words_of

MOST_RELEVANT = 500
_MOST_WORDS = 10
_MOST_SELLERS = 50
_NUMBER = re.compile(r"(?:no\.?|#|\S*/listing/)?\s*(\d{1,17})(?:-[a-z0-9-]*)?", re.IGNORECASE)
_SELLER_NUMBER = re.compile(r"(?:U-)?0*(\d{1,9})", re.IGNORECASE)


def listings_found(words: str) -> list[int]:
    """Ids, best first: the one with this number or key, then titles, descriptions, and what these sellers sell.

    The index is brought up to date in the background; titles are therefore looked through as well.
    """
    listings = Listing.objects.all()
    text = " ".join(words.replace('"', " ").split())
    found = [int(number[1])] if (number := _NUMBER.fullmatch(text)) else []
    found += listings.filter(key__in={text, text.lower(), f"L-{text[2:].lower()}"}).values_list("pk", flat=True)
    if said := words_of(text, most=_MOST_WORDS):
        found += find_in_any_state(said, most=MOST_RELEVANT)
    found += listings.filter(title__icontains=text).order_by("-pk").values_list("pk", flat=True)[:MOST_RELEVANT]
    sellers = sellers_found(text)
    if sellers:
        theirs = listings.filter(seller_id__in=sellers).order_by("-pk")
        found += theirs.values_list("pk", flat=True)[:MOST_RELEVANT]
    return list(dict.fromkeys(found))[:MOST_RELEVANT]


def sellers_found(words: str) -> list[int]:
    """Ids of people with a seller's profile whose number this is, or whose name has all these words."""
    people = User.objects.filter(seller_profile__isnull=False).order_by("pk")
    text = words.strip()
    if number := _SELLER_NUMBER.fullmatch(text):
        return list(people.filter(number=int(number[1])).values_list("pk", flat=True))
    for word in text.split():
        people = people.filter(Q(seller_profile__display_name__icontains=word) | Q(name__icontains=word))
    return list(people.values_list("pk", flat=True)[:_MOST_SELLERS])
