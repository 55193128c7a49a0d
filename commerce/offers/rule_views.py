"""`/offers/rules/<listing>`: what a seller answers to offers without looking."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from commerce import own_goods
from commerce.offers.errors import RuleRefused
from commerce.offers.machine import LOWEST_PERCENT
from commerce.offers.rules import rule_of, set_rule
from commerce.selling.access import for_sellers
from commerce.selling.prices import price_of, price_text
from commerce.theme import translate

if TYPE_CHECKING:
    from cms.contract.money import Money

_LONGEST_AMOUNT = 20


class RuleForm(forms.Form):
    """Two amounts in euros; an empty one answers nothing."""

    accept_from = forms.CharField(required=False, max_length=_LONGEST_AMOUNT)
    decline_below = forms.CharField(required=False, max_length=_LONGEST_AMOUNT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}
        self.fields["accept_from"].label = translate("Say yes from this amount on")
        self.fields["decline_below"].label = translate("Say no below this amount")
        self.fields["decline_below"].help_text = translate(
            "Nobody can offer less than {percent} percent of the price anyway.", percent=LOWEST_PERCENT
        )

    def clean_accept_from(self) -> Money | None:
        """The amount as money. Raises ValidationError."""
        return self._amount("accept_from")

    def clean_decline_below(self) -> Money | None:
        """The same."""
        return self._amount("decline_below")

    def _amount(self, name: str) -> Money | None:
        said = self.cleaned_data[name]
        return price_of(said) if said else None


@for_sellers
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, listing_id: int) -> HttpResponse:
    """The form. 404 for somebody else's listing; what is refused stays in it, with words."""
    seller_id = cast("int", request.user.pk)
    try:
        draft = own_goods.own_draft(seller_id, listing_id)
    except own_goods.NoSuchListing as missing:
        raise Http404 from missing
    form = RuleForm(request.POST) if request.method == "POST" else RuleForm(initial=_stored(listing_id))
    if form.is_bound and form.is_valid():
        try:
            kept = set_rule(seller_id, listing_id, **form.cleaned_data)
        except RuleRefused as refused:
            form.add_error(refused.field, refused.words)
        else:
            messages.success(
                request,
                translate("Saved: offers are answered by your rule from now on.")
                if kept
                else translate("Saved: you answer each offer yourself."),
            )
            return HttpResponseRedirect("/sell")
    context = {
        "title": "Automatic answers",
        "form": form,
        "listing_id": listing_id,
        "content": draft.content,
        "breadcrumbs": [(translate("Your listings"), "/sell")],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "offers/rule.html", context, status=status)


def _stored(listing_id: int) -> dict[str, str]:
    stored = rule_of(listing_id)
    amounts = {"accept_from": stored.accept_from, "decline_below": stored.decline_below} if stored else {}
    return {name: price_text(amount) for name, amount in amounts.items() if amount is not None}
