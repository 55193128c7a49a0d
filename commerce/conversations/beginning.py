"""The page on which a conversation begins: from a listing, or from an order."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from commerce.catalog import listings, sellers
from commerce.conversations import services
from commerce.conversations.errors import NothingToTalkAbout
from commerce.conversations.forms import MessageForm
from commerce.conversations.models import Conversation, MessagePhoto
from commerce.numbers import number_in
from commerce.orders.models import Order
from commerce.photo_intake import Chosen, chosen_photos
from commerce.theme import translate

if TYPE_CHECKING:
    from commerce.conversations.models import Message

_ORDER = re.compile(r"O-(?P<number>[0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class _Subject:
    """The number of an order, when it is no listing."""

    listing_id: int | None
    order: int

    @classmethod
    def of(cls, values: Mapping[str, object]) -> _Subject:
        """What a form or an address names. Raises Http404 when it names nothing."""
        listing_id = number_in(values, "listing")
        found = _ORDER.fullmatch(str(values.get("order", ""))) if listing_id is None else None
        if listing_id is None and found is None:
            raise Http404
        return cls(listing_id, int(found["number"]) if found else 0)

    @property
    def query(self) -> str:
        """As part of an address."""
        return f"listing={self.listing_id}" if self.listing_id is not None else f"order=O-{self.order:06d}"

    def conversation(self, user_id: int) -> Conversation | None:
        """The one that is there already."""
        if self.listing_id is not None:
            return Conversation.objects.filter(listing_id=self.listing_id, asker_id=user_id).first()
        return Conversation.objects.of(user_id).filter(order__number=self.order).first()

    def begin(self, user_id: int, text: str, photo_ids: Collection[int]) -> Message:
        """Write the first message. Raises what the services raise."""
        now = timezone.now()
        if self.listing_id is not None:
            return services.ask_about_listing(user_id, self.listing_id, text, now=now, photo_ids=photo_ids)
        return services.ask_about_order(user_id, self.order, text, now=now, photo_ids=photo_ids)

    def shown(self, user_id: int) -> dict[str, Any]:
        """What the page says about it. Raises NothingToTalkAbout."""
        if self.listing_id is not None:
            record = listings([self.listing_id]).get(self.listing_id)
            seller = sellers([record.seller_id]).get(record.seller_id) if record is not None else None
            if record is None or seller is None or record.seller_id == user_id:
                raise NothingToTalkAbout
            return {"listing": record, "subject": record.title, "subject_path": record.path, "other": seller.name}
        order = Order.objects.filter(number=self.order).first()
        if order is None or order.side_of(user_id) is None:
            raise NothingToTalkAbout
        other = order.seller_name if order.buyer_id == user_id else order.buyer_name
        return {"listing": None, "subject": order.label, "subject_path": order.path, "other": other}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write the first message; a conversation that is there already is opened instead.

    The button of a listing's page sends no text yet, and gets the form.
    """
    subject = _Subject.of(request.POST if request.method == "POST" else request.GET)
    if not request.user.is_authenticated:
        return redirect_to_login(f"/messages/new?{subject.query}")
    user_id = request.user.pk
    is_sent = "text" in request.POST
    known = subject.conversation(user_id)
    if known is not None and not is_sent:
        return HttpResponseRedirect(known.path)
    form = MessageForm(request.POST if is_sent else None)
    chosen = chosen_photos(MessagePhoto, request, now=timezone.now()) if is_sent else Chosen()
    try:
        shown = subject.shown(user_id) if known is None or is_sent else {}
        if form.taken_with(chosen, lambda text: subject.begin(user_id, text, chosen.ids)):
            messages.success(request, translate("Your message is on its way."))
            begun = subject.conversation(user_id)
            return HttpResponseRedirect(begun.path if begun is not None else "/messages")
    except NothingToTalkAbout:
        if known is not None:
            return HttpResponseRedirect(known.path)
        raise Http404 from None
    if known is not None and not is_sent:
        return HttpResponseRedirect(known.path)
    context = {
        "title": "New message",
        "form": form,
        "chosen": chosen,
        "action": f"/messages/new?{subject.query}",
        **shown,
    }
    context["hidden"] = subject.query.partition("=")
    return render(request, "messages/new.html", context, status=422 if is_sent else 200)
