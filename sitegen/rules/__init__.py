"""The whole public site, as one list. A page that is not here does not exist."""

from __future__ import annotations

from sitegen.rules.errors import ERRORS
from sitegen.rules.feed import FEED
from sitegen.rules.home import HOME
from sitegen.rules.listing import LISTING
from sitegen.rules.lists import ALL_LISTINGS, CATEGORY, SELLER
from sitegen.rules.machines import MANIFEST, ROBOTS
from sitegen.rules.page import PAGE
from sitegen.rules.rule import Rule
from sitegen.rules.sitemap import SITEMAP

RULES: tuple[Rule, ...] = (
    LISTING,
    PAGE,
    ERRORS,
    SELLER,
    CATEGORY,
    ALL_LISTINGS,
    HOME,
    FEED,
    ROBOTS,
    MANIFEST,
    SITEMAP,
)

RULE_BY_NAME: dict[str, Rule] = {rule.name: rule for rule in RULES}
