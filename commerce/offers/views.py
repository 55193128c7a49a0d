"""`/offers`: own offers, one of them with its buttons, and the form of a new one."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.contract.money import Money
from commerce import catalog
from commerce.numbers import number_in
from commerce.offers.errors import OfferRefused, OfferStateConflict
from commerce.offers.lists import offer_page, own_rows
from commerce.offers.machine import Action, Actor, State
from commerce.offers.models import Offer
from commerce.offers.services import act, propose
from commerce.orders.errors import GoodsChanged, OrderNotPossible
from commerce.orders.forms import NoteForm
from commerce.selling.prices import price_of
from commerce.theme import translate

_LOG_IN = "/account/login"
_LONGEST_AMOUNT = 20


class AmountForm(forms.Form):
    """An amount in euros."""

    amount = forms.CharField(max_length=_LONGEST_AMOUNT, widget=forms.TextInput(attrs={"inputmode": "decimal"}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # As Django's form takes them.
        self.fields["amount"].label = translate("Your offer in euros")
        self.fields["amount"].error_messages["required"] = translate("Please give an amount.")

    def clean_amount(self) -> Money:
        """The amount as money. Raises ValidationError."""
        return price_of(self.cleaned_data["amount"])


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Own offers, as buyer and as seller."""
    rows = own_rows(request.user.pk or 0, now=timezone.now())
    return render(request, "offers/offers.html", {"title": "Offers", "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new offer; the page of a listing posts here as well. 404 for no listing."""
    sent = request.POST if request.method == "POST" else request.GET
    listing = catalog.listings([number_in(sent, "listing") or 0]).get(number_in(sent, "listing") or 0)
    if listing is None:
        raise Http404
    typed = sent.get("amount", "")[:_LONGEST_AMOUNT].replace("\0", "")
    if not request.user.is_authenticated:
        back = urlencode({"listing": listing.id, "amount": typed})
        return redirect_to_login(f"/offers/new?{back}", _LOG_IN)
    form = AmountForm(request.POST) if request.method == "POST" else AmountForm(initial={"amount": typed})
    if form.is_bound and form.is_valid():
        try:
            offer = propose(request.user.pk or 0, listing.id, form.cleaned_data["amount"], now=timezone.now())
        except OfferRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _answer_words(offer))
            return HttpResponseRedirect(offer.path)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"title": "Make an offer", "form": form, "listing": listing, "breadcrumbs": _breadcrumbs()}
    return render(request, "offers/new.html", context, status=status)


def _answer_words(offer: Offer) -> str:
    if offer.state == State.ACCEPTED:
        return translate("The seller has agreed at once: you can ask for it at this price.")
    if offer.state == State.DECLINED:
        return translate("The seller has declined at once. You may name another amount.")
    return translate("Your offer is on its way. You get a mail when the seller answers.")


@login_required
@require_safe
def detail(request: HttpRequest, offer_id: int) -> HttpResponse:
    """One offer, for its two sides."""
    return _page(request, *_own(request, offer_id))


@login_required
@require_POST
def do(request: HttpRequest, offer_id: int, action: str) -> HttpResponse:
    """Press a button. 409 when the offer has moved on, 422 with words for what is missing."""
    offer, side = _own(request, offer_id)
    if action not in {one.value for one in Action}:
        raise Http404
    form, words = AmountForm(request.POST), NoteForm(request.POST)
    asked = {Action.COUNTER: form, Action.ORDER: words}.get(Action(action))
    if asked is not None and not asked.is_valid():
        return _page(request, offer, side, form=form, words=words, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    said = asked.cleaned_data if asked else {}
    try:
        after = act(offer.pk, action, now=timezone.now(), person_id=request.user.pk, **said)
    except OfferStateConflict:
        return _moved_on(request, offer, side, action)
    except OfferRefused as refused:
        return _page(request, offer, side, form=form, refusal=str(refused), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except (GoodsChanged, OrderNotPossible) as refused:
        return _page(request, offer, side, refusal=_why_no_order(refused), status=HTTPStatus.CONFLICT)
    if after.order is None:
        messages.success(request, translate("Done: the other side gets a mail."))
    else:
        messages.success(request, translate("Your request is on its way. You get a mail when the seller answers."))
    return HttpResponseRedirect(after.order.path if after.order else after.path)


def _why_no_order(refused: GoodsChanged | OrderNotPossible) -> str:
    if isinstance(refused, GoodsChanged):
        return translate("It is reserved or no longer for sale: nothing was ordered.")
    return str(refused)


def _moved_on(request: HttpRequest, offer: Offer, side: Actor, action: str) -> HttpResponse:
    offer.refresh_from_db()
    if action == Action.ORDER and side is Actor.BUYER and offer.state == State.ORDERED and offer.order is not None:
        return HttpResponseRedirect(offer.order.path)  # The button was pressed twice.
    refusal = translate("The offer has moved on meanwhile: this is how it stands now. Nothing was changed.")
    return _page(request, offer, side, refusal=refusal, status=HTTPStatus.CONFLICT)


def _page(  # noqa: PLR0913 (keyword-only: what was typed and why it was refused)
    request: HttpRequest,
    offer: Offer,
    side: Actor,
    *,
    form: AmountForm | None = None,
    words: NoteForm | None = None,
    refusal: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    offer.refresh_from_db()
    context = offer_page(offer, side, now=timezone.now())
    context |= {"title": "Offer", "form": form or AmountForm(), "words": words or NoteForm(), "refusal": refusal}
    context["breadcrumbs"] = _breadcrumbs()
    return render(request, "offers/offer.html", context, status=status)


def _own(request: HttpRequest, offer_id: int) -> tuple[Offer, Actor]:
    """The offer and the side on which the person is. Raises Http404 for a stranger."""
    offer = Offer.objects.filter(pk=offer_id).first()
    side = offer.side_of(request.user.pk) if offer is not None else None
    if offer is None or side is None:
        raise Http404
    return offer, side


def _breadcrumbs() -> list[tuple[str, str]]:
    return [(translate("Offers"), "/offers")]
