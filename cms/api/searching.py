"""Finding what is for sale by words, filters and order."""

from cms.catalog.search.finding import find
from cms.catalog.search.titles import titles_for_sale
from cms.catalog.search.towns import towns
from cms.catalog.search.wishes import Found, Order, Wish

__all__ = ["Found", "Order", "Wish", "find", "titles_for_sale", "towns"]
