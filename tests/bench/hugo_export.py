"""The goods of a shop as one JSON file for Hugo, asked from the same database, by the door that the generator uses."""

from __future__ import annotations

import html
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.shop import Shop

RELATED = 4
NEWEST = 24

_EXPORT = """
import json
from cms.accounts.models import SellerProfile
from cms.catalog.models import Category, Listing
rows = Listing.objects.filter(live=True, availability__status__in=["live", "sold", "expired"],
    availability__retired_at=None).order_by("-published_at", "-id").values(
    "id", "slug", "title", "description", "price_cents", "negotiable", "condition", "city", "postcode", "category_id",
    "seller_id", "published_at", "availability__status", "availability__reserved")
people = SellerProfile.objects.values("user_id", "user__number", "slug", "display_name", "text", "city")
json.dump({
    "listings": list(rows),
    "categories": list(Category.objects.order_by("position", "id").values("id", "parent_id", "slug_path", "name")),
    "sellers": list(people),
}, open(TARGET, "w"), default=str)
"""

_MARKS = {"sold": "Sold", "expired": "Ended", "live": ""}


def export_goods(shop: Shop, site: Path) -> dict[str, int]:
    """Write the data of a Hugo site; how many listings and lists they make."""
    raw = shop.folder / "raw.json"
    shop.run("shell", "--no-imports", "-v0", "-c", f"TARGET = {str(raw)!r}\n{_EXPORT}")
    stored = json.loads(raw.read_text(encoding="utf-8"))
    goods = _Goods(stored)
    made = {"listings": list(goods.listings()), "lists": list(goods.lists())}
    for name, data in (("assets/goods.json", made), ("data/home.json", goods.home())):
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text(json.dumps(data), encoding="utf-8")
    return {"listings": len(made["listings"]), "lists": len(made["lists"])}


class _Goods:
    """The stored rows, in the shape of Hugo's pages."""

    def __init__(self, stored: dict[str, Any]) -> None:
        self._rows = stored["listings"]
        self._categories = {one["id"]: one for one in stored["categories"]}
        self._sellers = {one["user_id"]: one for one in stored["sellers"]}
        self._in_category: dict[int, list[dict[str, Any]]] = defaultdict(list)
        self._place: dict[int, int] = {}
        for row in self._rows:
            if row["availability__status"] == "live":
                self._place[row["id"]] = len(self._in_category[row["category_id"]])
                self._in_category[row["category_id"]].append(row)

    def listings(self) -> Iterator[dict[str, Any]]:
        """One page for each listing."""
        for row in self._rows:
            paragraphs = html.escape(row["description"]).split("\n\n")
            yield {
                "name": _name(row),
                "title": row["title"],
                "published": row["published_at"].replace(" ", "T"),
                "description": "".join(f"<p>{one}</p>" for one in paragraphs),
                "facts": self._facts(row) | self._terms(row),
            }

    def lists(self) -> Iterator[dict[str, Any]]:
        """All listings, categories and sellers."""
        yield {"kind": "section", "path": "listing", "title": "All listings", "facts": {}}
        for one in self._categories.values():
            children = [_entry(child) for child in self._categories.values() if child["parent_id"] == one["id"]]
            path = f"category/{one['slug_path']}"
            yield {"kind": "term", "path": path, "title": one["name"], "facts": {"children": children}}
        for one in self._sellers.values():
            facts = {"text": one["text"]}
            yield {"kind": "term", "path": _seller(one)[1:], "title": one["display_name"], "facts": facts}

    def home(self) -> dict[str, Any]:
        """What header, footer and home page show."""
        top = [_entry(one) for one in self._categories.values() if one["parent_id"] is None]
        return {"top": top, "newest": self._live()[:NEWEST]}

    def _live(self) -> list[str]:
        return [_page(row) for row in self._rows if row["availability__status"] == "live"]

    def _terms(self, row: dict[str, Any]) -> dict[str, Any]:
        """The lists that a listing is in; those that have ended are in none."""
        if row["availability__status"] != "live":
            return {}
        path = self._categories[row["category_id"]]["slug_path"].split("/")
        return {
            "category": ["/".join(path[: place + 1]) for place in range(len(path))],
            "seller": [_seller(self._sellers[row["seller_id"]]).removeprefix("/seller/")],
        }

    def _facts(self, row: dict[str, Any]) -> dict[str, Any]:
        seller = self._sellers[row["seller_id"]]
        shelf = self._in_category[row["category_id"]]
        place = self._place.get(row["id"], -1) + 1
        related = shelf[place : place + RELATED]
        if len(related) < RELATED and place:  # At the old end, the nearest newer ones.
            related += shelf[max(0, place - 1 - RELATED + len(related)) : place - 1]
        status = "Reserved" if row["availability__reserved"] else _MARKS[row["availability__status"]]
        return {
            "price": f"€{row['price_cents'] / 100:,.2f}",
            "amount": f"{row['price_cents'] / 100:.2f}",
            "negotiable": row["negotiable"],
            "condition": row["condition"].replace("-", " ").capitalize(),
            "city": row["city"],
            "postcode": row["postcode"],
            "mark": status,
            "lineage": self._lineage(row["category_id"]),
            "person": {"path": _seller(seller) + ".html", "name": seller["display_name"], "city": seller["city"]},
            "related": [_page(one) for one in related],
        }

    def _lineage(self, category_id: int | None) -> list[dict[str, str]]:
        if category_id is None:
            return []
        one = self._categories[category_id]
        return [*self._lineage(one["parent_id"]), _entry(one)]


def _entry(category: dict[str, Any]) -> dict[str, str]:
    return {"path": f"/category/{category['slug_path']}.html", "name": category["name"]}


def _name(row: dict[str, Any]) -> str:
    return f"{row['id']}-{row['slug']}"


def _page(row: dict[str, Any]) -> str:
    return f"/listing/{_name(row)}"


def _seller(one: dict[str, Any]) -> str:
    return f"/seller/{one['user__number']}-{one['slug']}"
