"""What the packages above tell of people in the admin: the door to its registry, and to what its pages are made of."""

from __future__ import annotations

from cms.accounts.bulk_actions import PeopleAction
from cms.accounts.directory import DIRECTORY, EXCERPT_ROWS, VERIFIED, Act, Excerpt, Figure, Panel, Trait
from cms.accounts.finding import may_manage
from cms.accounts.menu_item import MenuItemForRight
from cms.accounts.person_page import bulk_url, page_of, way_to

__all__ = [
    "DIRECTORY",
    "EXCERPT_ROWS",
    "VERIFIED",
    "Act",
    "Excerpt",
    "Figure",
    "MenuItemForRight",
    "Panel",
    "PeopleAction",
    "Trait",
    "bulk_url",
    "may_manage",
    "page_of",
    "way_to",
]
