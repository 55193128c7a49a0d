"""The seller's desk, and the form of a listing."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_http_methods, require_safe

from cms.contract.records import ListingStatus
from commerce import own_goods
from commerce.mistakes import status_of
from commerce.selling import forms, services, unfinished
from commerce.selling.access import for_sellers
from commerce.selling.desk import desk_page
from commerce.selling.errors import ChangedElsewhere, NotInThisState, SellingRefused, StockMoved
from commerce.selling.forms import ListingForm
from commerce.selling.saving import Wish, save
from commerce.selling.slots import Slot, photos_in, read_slots, slots_of
from commerce.selling.uploads import may_use
from commerce.theme import translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commerce.own_goods import OwnDraft, OwnListing


@for_sellers
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Own listings by state, and what waits for an answer."""
    return render(request, "selling/desk.html", {"title": "Your listings", **desk_page(request)})


@for_sellers
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new listing."""
    return _answer(request, None, None)


@for_sellers
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, listing_id: int) -> HttpResponse:
    """The form of a listing that is there. 404 for somebody else's, 409 for one that cannot be changed."""
    try:
        draft = own_goods.own_draft(_seller(request), listing_id)
        listing = own_goods.own_listing(_seller(request), listing_id)
    except own_goods.NoSuchListing as missing:
        raise Http404 from missing
    if listing.status not in services.ALLOWED["edit"]:
        return refused(request, NotInThisState(listing_id, listing.status), listing_id)
    return _answer(request, listing, draft)


@for_sellers
@require_safe
def preview(request: HttpRequest, listing_id: int) -> HttpResponse:
    """The latest draft as its page will look. 404 for somebody else's."""
    try:
        draft = own_goods.draft_for_preview(_seller(request), listing_id)
    except own_goods.NoSuchListing as missing:
        raise Http404 from missing
    return HttpResponse(import_string(settings.PREVIEW_RENDERER)("listing", draft, request))


def refused(request: HttpRequest, why: SellingRefused, listing_id: int) -> HttpResponse:
    """The page that says why something cannot be done now."""
    context = {"title": "That is not possible now", "words": why.words, "listing_id": listing_id}
    return render(request, "selling/refused.html", context, status=HTTPStatus.CONFLICT)


def _answer(request: HttpRequest, listing: OwnListing | None, draft: OwnDraft | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, listing, *_begun(request, listing, draft))
    if request.POST.get("do") == "discard":
        unfinished.forget_form(_seller(request), listing.id if listing else None)
        return redirect(request.path)
    own = [one for one, _ in draft.content.photos] if draft else []
    files: Any = request.FILES
    slots = read_slots(request.POST, files, seller_id=_seller(request), own=own)
    if request.POST.get("do") == "photos":
        said = {name: request.POST.get(name, "") for name in ListingForm.base_fields}
        return _page(request, listing, ListingForm(initial=said), slots)
    form = ListingForm(request.POST)
    if form.is_valid() and not any(one.mistakes for one in slots):
        answer = _sent(request, listing, form, slots)
        if answer is not None:
            return answer
    for mistake in (mistake for one in slots for mistake in one.mistakes):
        form.add_error(None, mistake)
    if any(one.errors for one in form.hidden_fields()):
        _begin_anew(form, _seller(request), listing.id if listing else None)
    if request.POST.get("do") != "preview":
        _keep(request, listing, slots)
    return _page(request, listing, form, slots)


def _begun(
    request: HttpRequest, listing: OwnListing | None, draft: OwnDraft | None
) -> tuple[ListingForm, Sequence[Slot]]:
    """The form as it is opened: what is stored, and over it what was typed and not saved."""
    seller_id = _seller(request)
    if draft is None:
        postcode, city = own_goods.last_place(seller_id)
        said: dict[str, Any] = {"key": secrets.token_hex(8), "postcode": postcode, "city": city}
        slots = slots_of(())
    else:
        said, slots = forms.said_by(draft), slots_of(draft.content.photos)
    kept = unfinished.kept_form(seller_id, listing.id if listing else None)
    if kept is not None:
        # How many there are is moved by orders: that is never taken from what was typed some time ago.
        said |= {name: value for name, value in unfinished.said_by(kept).items() if not (draft and name == "quantity")}
        own = [one.hash for one in slots]
        usable = [one for one in unfinished.hashes_in(kept) if may_use(seller_id, one, besides=own)]
        slots = unfinished.slots_in(kept, usable)
    return ListingForm(initial=said), slots


def _sent(
    request: HttpRequest, listing: OwnListing | None, form: ListingForm, slots: Sequence[Slot]
) -> HttpResponse | None:
    """The answer to a form without mistakes; None when the services found one, which the form then tells."""
    content = form.content(photos_in(slots))
    seller_id, listing_id = _seller(request), listing.id if listing else None
    do = request.POST.get("do")
    if do == "preview":
        draft = own_goods.draft_with(seller_id, listing_id, content)
        return HttpResponse(import_string(settings.PREVIEW_RENDERER)("listing", draft, request))
    said = form.cleaned_data
    wish = Wish(
        content=content,
        pieces=said["quantity"],
        key=unfinished.new_key(seller_id, said["key"] or secrets.token_hex(8)),
        version=said["version"],
        pieces_seen=said["pieces_seen"],
    )
    try:
        number, status = save(seller_id, listing_id, wish, show=do == "publish", now=timezone.now())
    except ValidationError as error:
        form.refuse(error)
    except own_goods.ListingNotPublishable as error:
        form.refuse(ValidationError({name: list(told) for name, told in error.problems.items()}))
    except (ChangedElsewhere, StockMoved) as why:
        _begin_anew(form, seller_id, listing_id)
        form.add_error("quantity" if isinstance(why, StockMoved) else None, why.words)
    except NotInThisState as why:
        return refused(request, why, listing_id or 0)
    except SellingRefused as why:
        form.add_error(None, why.words)
    else:
        return _saved(request, number, status, title=content.title)
    return None


def _begin_anew(form: ListingForm, seller_id: int, listing_id: int | None) -> None:
    """Let the form have begun with what is stored now: sent once more, it is what counts."""
    begun = {"key": secrets.token_hex(8), "version": "", "pieces_seen": ""}
    if listing_id is not None:
        draft = own_goods.own_draft(seller_id, listing_id)
        begun = {"version": str(draft.version), "pieces_seen": str(draft.stock)}
    form.data = {**form.data.dict(), **begun}  # type: ignore[attr-defined]  # A QueryDict.


def _saved(request: HttpRequest, number: int, status: ListingStatus, *, title: str) -> HttpResponse:
    told = {
        ListingStatus.LIVE: translate("“{title}” goes live within seconds.", title=title),
        ListingStatus.IN_REVIEW: translate(
            "“{title}” is being looked at. You get it back if something is wrong.", title=title
        ),
        ListingStatus.DRAFT: translate("The draft “{title}” is saved. Nobody else sees it.", title=title),
    }
    messages.success(request, told.get(status) or translate("“{title}” is saved.", title=title))
    if status is ListingStatus.DRAFT:
        return redirect("sell_listing", number)
    group = {ListingStatus.LIVE: "live", ListingStatus.IN_REVIEW: "drafts"}.get(status, "ended")
    return redirect(f"/sell?show={group}")


def _keep(request: HttpRequest, listing: OwnListing | None, slots: Sequence[Slot]) -> None:
    """What had mistakes is kept all the same."""
    said: dict[str, Any] = request.POST.dict()
    for one in slots:
        said |= {f"photo{one.number}-{part}": value for part, value in _parts(one).items()}
    unfinished.keep_form(_seller(request), listing.id if listing else None, said, now=timezone.now())


def _parts(slot: Slot) -> dict[str, str]:
    return {"kept": slot.hash, "alt": slot.alt, "place": str(slot.number)}


def _page(request: HttpRequest, listing: OwnListing | None, form: ListingForm, slots: Sequence[Slot]) -> HttpResponse:
    context = {
        "title": "Change your listing" if listing else "Sell something",
        "form": form,
        "slots": slots,
        "listing": listing,
        "kept": None if form.is_bound else unfinished.kept_form(_seller(request), listing.id if listing else None),
        "is_reviewed": services.is_reviewed(_seller(request)),
    }
    return render(request, "selling/form.html", context, status=status_of(form))


def _seller(request: HttpRequest) -> int:
    """Who is logged in: asked by for_sellers."""
    return cast("int", request.user.pk)
