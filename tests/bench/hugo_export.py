"""The goods of a shop as one JSON file for Hugo, asked from the same database, with the chrome of the built site."""

from __future__ import annotations

import gzip
import html
import json
from collections import Counter, defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bench.shop import Shop

RELATED = 4
NEWEST = 12

_EXPORT = """
import json
from cms.accounts.models import SellerProfile
from cms.catalog.models import Category, Listing, Photo
from cms.catalog.models.listing import CONDITION_NAMES
from cms.pictures.models import Picture
rows = Listing.objects.filter(live=True, availability__status__in=["live", "sold", "expired"],
    availability__retired_at=None, seller__is_active=True).order_by("-published_at", "-id").values(
    "id", "slug", "title", "description", "price_cents", "negotiable", "condition", "city", "postcode", "category_id",
    "seller_id", "published_at", "availability__status", "availability__reserved", "availability__stock")
people = SellerProfile.objects.filter(user__is_active=True, user__listings__live=True).distinct().values(
    "user_id", "user__number", "user__date_joined", "slug", "display_name", "text", "city")
json.dump({
    "listings": list(rows),
    "conditions": {one.value: name for one, name in CONDITION_NAMES.items()},
    "photos": list(Photo.objects.order_by("listing_id", "sort_order").values_list("listing_id", "picture_id", "alt")),
    "pictures": {one["hash"]: one for one in Picture.objects.values("hash", "width", "height", "colour", "widths")},
    "categories": list(Category.objects.order_by("position", "id").values("id", "parent_id", "slug_path", "name")),
    "sellers": list(people),
}, open(TARGET, "w"), default=str)
"""

_SCHEMA = {"new": "NewCondition", "for-parts": "DamagedCondition"}


def export_goods(shop: Shop, site: Path) -> dict[str, int]:
    """Write the data of a Hugo site; how many listings and lists they make. The shop has been built."""
    raw = shop.folder / "raw.json"
    shop.run("shell", "--no-imports", "-v0", "-c", f"TARGET = {str(raw)!r}\n{_EXPORT}")
    stored = json.loads(raw.read_text(encoding="utf-8"))
    raw.unlink()
    goods = _Goods(stored)
    made = {"listings": list(goods.listings()), "lists": list(goods.lists())}
    for name, data in (("assets/goods.json", made), ("data/home.json", goods.home() | _chrome(shop.live))):
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text(json.dumps(data), encoding="utf-8")
    return {"listings": len(made["listings"]), "lists": len(made["lists"])}


def _chrome(release: Path) -> dict[str, Any]:
    """What stands on every page, as the built site has it: Hugo, too, makes it once."""
    files = {
        "home": release / "index.html.gz",
        "section": release / "listings.html.gz",
        "page": next((release / "listing").iterdir()),
    }
    pages = {name: gzip.decompress(file.read_bytes()).decode() for name, file in files.items()}
    return {
        "header": _between(pages["home"], "<header", "</header>"),
        "footer": _between(pages["home"], "<footer", "</footer>"),
        "heads": {
            name: _between(page, '<meta name="color-scheme"', '<meta property="og:type"').rpartition("\n")[0]
            for name, page in pages.items()
        },
    }


def _between(page: str, beginning: str, end: str) -> str:
    start = page.index(beginning)
    return page[start : page.index(end, start) + len(end)]


class _Goods:
    """The stored rows, in the shape of Hugo's pages."""

    def __init__(self, stored: dict[str, Any]) -> None:
        self._rows = stored["listings"]
        self._conditions = stored["conditions"]
        self._categories = {one["id"]: one for one in stored["categories"]}
        self._sellers = {one["user_id"]: one for one in stored["sellers"]}
        self._photos: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for listing, picture, alt in stored["photos"]:
            self._photos[listing].append({**stored["pictures"][picture], "alt": alt})
        self._in_category: dict[int, list[dict[str, Any]]] = defaultdict(list)
        self._place: dict[int, int] = {}
        self._behind: dict[int, int] = {}
        self._counts: Counter[str] = Counter()
        for row in self._rows:
            shelf = self._in_category[row["category_id"]]
            self._behind[row["id"]] = len(shelf)
            if row["availability__status"] == "live":
                self._place[row["id"]] = len(shelf)
                shelf.append(row)
                self._counts.update(self._lists_of(row))

    def listings(self) -> Iterator[dict[str, Any]]:
        """One page for each listing."""
        for row in self._rows:
            paragraphs = html.escape(row["description"], quote=False).replace("\n", "\n").split("\n\n")
            shown = ["<br>\n".join(line.strip() for line in one.strip().split("\n")) for one in paragraphs]
            yield {
                "name": _name(row),
                "title": row["title"],
                "published": row["published_at"].replace(" ", "T"),
                "description": "\n".join(f"<p>{one}</p>" for one in shown if one),
                "facts": self._facts(row) | self._terms(row),
            }

    def lists(self) -> Iterator[dict[str, Any]]:
        """All listings, categories and sellers."""
        count = sum(len(one) for one in self._in_category.values())
        yield {"kind": "section", "path": "listing", "title": "All listings", "facts": {"count": count}}
        for one in self._categories.values():
            children = [_entry(child) for child in self._categories.values() if child["parent_id"] == one["id"]]
            facts = {
                "children": children,
                "count": self._counts[f"category/{one['slug_path']}"],
                "crumbs": self._lineage(one["id"])[:-1],
            }
            yield {"kind": "term", "path": f"category/{one['slug_path']}", "title": one["name"], "facts": facts}
        for one in self._sellers.values():
            path = _seller(one)[1:]
            facts = {
                "text": one["text"].split("\n\n") if one["text"] else [],
                "count": self._counts[path],
                "person": self._person(one),
            }
            yield {"kind": "term", "path": path, "title": one["display_name"], "facts": facts}

    def home(self) -> dict[str, Any]:
        """What the home page shows."""
        top = [_entry(one) for one in self._categories.values() if one["parent_id"] is None]
        return {"top": top, "newest": [_path(row) for row in self._rows if row["id"] in self._place][:NEWEST]}

    def _lists_of(self, row: dict[str, Any]) -> list[str]:
        path = self._categories[row["category_id"]]["slug_path"].split("/")
        categories = ["category/" + "/".join(path[: place + 1]) for place in range(len(path))]
        return [*categories, _seller(self._sellers[row["seller_id"]])[1:]]

    def _terms(self, row: dict[str, Any]) -> dict[str, Any]:
        """The lists that a listing is in; those that have ended are in none."""
        if row["id"] not in self._place:
            return {}
        *categories, seller = self._lists_of(row)
        return {
            "category": [one.removeprefix("category/") for one in categories],
            "seller": [seller.removeprefix("seller/")],
        }

    def _facts(self, row: dict[str, Any]) -> dict[str, Any]:
        status = row["availability__status"]
        reserved = status == "live" and row["availability__reserved"] >= row["availability__stock"]
        in_stock = "LimitedAvailability" if reserved else "InStock"
        return {
            "number": row["id"],
            "at": _path(row),
            "plain": row["description"],
            "price": f"€{row['price_cents'] / 100:,.2f}",
            "amount": f"{row['price_cents'] / 100:.2f}",
            "negotiable": row["negotiable"],
            "condition": self._conditions[row["condition"]],
            "schema": _SCHEMA.get(row["condition"], "UsedCondition"),
            "availability": {"live": in_stock, "sold": "SoldOut"}.get(status, "Discontinued"),
            "city": row["city"],
            "postcode": row["postcode"],
            "stock": row["availability__stock"],
            "status": "reserved" if reserved else status,
            "photos": self._photos[row["id"]],
            "lineage": self._lineage(row["category_id"]),
            "person": self._person(self._sellers[row["seller_id"]]),
            "related": [_path(one) for one in self._related(row)],
        }

    def _related(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """The four next older ones; at the old end, the nearest newer ones fill up."""
        shelf = self._in_category[row["category_id"]]
        newer_end = self._behind[row["id"]]
        start = newer_end + (1 if row["id"] in self._place else 0)
        older = shelf[start : start + RELATED]
        missing = RELATED - len(older)
        return older + shelf[max(0, newer_end - missing) : newer_end][::-1]

    def _person(self, one: dict[str, Any]) -> dict[str, str]:
        joined = datetime.fromisoformat(one["user__date_joined"])
        return {
            "path": _seller(one),
            "name": one["display_name"],
            "city": one["city"],
            "since": f"{joined.day} {joined:%B %Y}",
        }

    def _lineage(self, category_id: int | None) -> list[dict[str, str]]:
        if category_id is None:
            return []
        one = self._categories[category_id]
        return [*self._lineage(one["parent_id"]), _entry(one)]


def _entry(category: dict[str, Any]) -> dict[str, str]:
    return {"path": f"/category/{category['slug_path']}", "name": category["name"]}


def _name(row: dict[str, Any]) -> str:
    return f"{row['id']}-{row['slug']}"


def _path(row: dict[str, Any]) -> str:
    return f"/listing/{_name(row)}"


def _seller(one: dict[str, Any]) -> str:
    return f"/seller/{one['user__number']}-{one['slug']}"
