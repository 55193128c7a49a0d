"""Edits as people make them, each committed by itself, and how one tells that a page shows it.

Needs Django, set up for the shop that is edited.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from django.db.models import QuerySet
from django.utils import timezone

from cms.accounts.models import SellerProfile
from cms.accounts.services import change_profile, suspend
from cms.catalog.models import Category, Listing
from cms.catalog.services import add_listings, end_listing
from cms.contract.records import ListingStatus
from cms.pages.models import ContentPage
from cms.site.models import Appearance

SAMPLE = 100
"""Pages looked at to tell when an edit of many pages is done."""

_SHEET = re.compile(rb"/assets/appearance\.[0-9a-f]+\.css")


@dataclass(frozen=True, slots=True)
class Awaited:
    """The edit is live when the page at `path` holds `text` (or, with `gone`, no longer does)."""

    path: str
    text: bytes
    gone: bool = False

    def is_in(self, body: bytes) -> bool:
        """Whether these are the bytes of the page with the edit."""
        return (self.text in body) is not self.gone


Edit = Callable[[], Awaited]
"""Does it in a transaction that is open."""


class Desk:
    """Makes edits of every kind on goods it draws by lot; no value comes twice. `read` gives a page as it is served."""

    def __init__(self, read: Callable[[str], bytes], *, seed: int = 1) -> None:
        self._read = read
        self._rng = random.Random(seed)  # noqa: S311 (no secret)
        self._number = count(self._rng.randrange(10_000, 50_000))
        self._last_id = Listing.objects.order_by("-id").values_list("id", flat=True)[0]
        self._apart = 0
        self._leaves = list(Category.objects.filter(children=None))

    def kinds(self) -> dict[str, Edit]:
        """By the names of the tables of results."""
        return {
            "price": self.price,
            "title": self.title,
            "new listing": self.new,
            "sold": self.sell,
            "moved": self.move,
            "seller renamed": self.rename_seller,
            "page text": self.page_text,
            "appearance": self.appearance,
        }

    def price(self) -> Awaited:
        """Another price."""
        listing = self._listing()
        cents = next(self._number)
        Listing.objects.filter(pk=listing.pk).update(price_cents=cents)
        return Awaited(listing.path, f'<data value="{cents / 100:.2f}">'.encode())

    def title(self) -> Awaited:
        """Another title, and so another address; published like an editor's draft."""
        listing = self._listing()
        beginning = f"Number {next(self._number)}: "
        listing.title = (beginning + listing.title.rpartition(": ")[2])[:120]
        listing.save_revision(clean=False).publish()
        listing.refresh_from_db()
        return Awaited(listing.path, f'<h1 class="listing__title">{beginning}'.encode())

    def new(self) -> Awaited:
        """A new listing, live at once."""
        model = self._listing()
        now = timezone.now()
        made = Listing(
            title=f"New thing {next(self._number)}",
            description=model.description,
            price_cents=model.price_cents,
            condition=model.condition,
            city=model.city,
            postcode=model.postcode,
            category_id=model.category_id,
            seller_id=model.seller_id,
            live=True,
            published_at=now,
            first_published_at=now,
            last_published_at=now,
        )
        (listing,) = add_listings([made])
        return Awaited(listing.path, f'<h1 class="listing__title">{listing.title}</h1>'.encode())

    def sell(self) -> Awaited:
        """Sold: off the lists, its page says so."""
        listing = self._listing()
        end_listing(listing.pk, ListingStatus.SOLD, now=timezone.now())
        return Awaited(listing.path, b"listing--over")

    def move(self) -> Awaited:
        """Into another category."""
        listing = self._listing()
        target = self._rng.choice([one for one in self._leaves if one.pk != listing.category_id])
        Listing.objects.filter(pk=listing.pk).update(category=target)
        return Awaited(listing.path, f'<li><a href="/category/{target.slug_path}">'.encode())

    def rename_seller(self) -> Awaited:
        """Another name, and so another address, on all pages of the seller's goods; waits for one of these."""
        listing = self._listing()
        return Awaited(listing.path, self._rename(listing.seller_id))

    def page_text(self) -> Awaited:
        """Another paragraph on a page of the CMS, published like an editor's draft."""
        page = ContentPage.objects.live().order_by("id").first()
        if page is None:
            raise LookupError("there is no page")
        words = f"Paragraph number {next(self._number)}."
        blocks = [(one.block_type, one.value) for one in page.body if "Paragraph number" not in str(one.value)]
        page.body = [*blocks, ("rich_text", f"<p>{words}</p>")]
        page.save_revision(clean=False).publish()
        return Awaited(page.public_path, words.encode())

    def appearance(self) -> Awaited:
        """Another colour: the address of a style sheet on every page changes."""
        return self._recolour([self._listing()])[0]

    def big(self, kind: str, seller_id: int) -> list[Awaited]:
        """An edit that changes many pages: `seller renamed`, `seller suspended`, `appearance`. Waits for a sample."""
        if kind == "appearance":
            return self._recolour([self._listing() for _ in range(SAMPLE)])
        goods = list(Listing.objects.filter(seller_id=seller_id, availability__status="live").order_by("pk"))
        sample = [goods[0], goods[-1], *self._rng.choices(goods, k=SAMPLE)]
        if kind == "seller renamed":
            name = self._rename(seller_id)
            return [Awaited(one.path, name) for one in sample]
        suspend(seller_id)
        return [Awaited(one.path, b'<h1 class="listing__title">', gone=True) for one in sample]

    def _rename(self, seller_id: int) -> bytes:
        profile = SellerProfile.objects.get(pk=seller_id)
        name = f"Seller {next(self._number)}"
        change_profile(seller_id, display_name=name, text=profile.text, city=profile.city)
        return f">{name}</a>".encode()

    def _recolour(self, sample: list[Listing]) -> list[Awaited]:
        sheet = _SHEET.search(self._read(sample[0].path))
        if sheet is None:
            raise LookupError(f"{sample[0].path} has no style sheet of the appearance")
        look = Appearance.load()
        look.accent = f"#{next(self._number) % 0x7F7F7F:06x}"
        look.save()
        return [Awaited(one.path, sheet[0], gone=True) for one in sample]

    def gather(self, goods: int) -> int:
        """Give so many listings to one seller, whom the small edits leave alone from then on; the seller's id.

        Not an edit, but what the big ones need before.
        """
        seller = SellerProfile.objects.filter(user__is_active=True).order_by("pk").last()
        if seller is None:
            raise LookupError("there is no seller")
        newest = Listing.objects.filter(live=True).order_by("-id").values_list("id", flat=True)[:goods]
        Listing.objects.filter(pk__in=newest).update(seller_id=seller.pk)
        self._apart = seller.pk
        return self._apart

    def _live(self) -> QuerySet[Listing]:
        return Listing.objects.filter(
            live=True, availability__status=ListingStatus.LIVE, seller__is_active=True
        ).exclude(seller_id=self._apart)

    def _listing(self) -> Listing:
        """One that is for sale."""
        start = self._rng.randint(1, self._last_id)
        goods = self._live()
        found = goods.filter(pk__gte=start).order_by("pk").first() or goods.order_by("pk").first()
        if found is None:
            raise LookupError("nothing is for sale")
        return found
