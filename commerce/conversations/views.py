"""The pages of conversations. What is not one's own is not found."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commerce.conversations import services
from commerce.conversations.entries import entries_of
from commerce.conversations.errors import NotYourConversation
from commerce.conversations.forms import MessageForm
from commerce.conversations.models import Block, Conversation, MessagePhoto, PublicQuestion
from commerce.conversations.names import shown_name
from commerce.conversations.subjects import path_of, record_of, title_of
from commerce.mistakes import status_of
from commerce.orders.when import spoken_all
from commerce.photo_intake import Chosen, chosen_photos
from commerce.photo_showing import photo_response
from commerce.theme import translate

PER_PAGE = 30
NEWEST = 200
"""So many messages of a conversation are shown."""


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All conversations, the one with the newest message first."""
    user_id = request.user.pk or 0
    mine = Conversation.objects.of(user_id).select_related("asker", "seller", "listing", "order")
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    entries = entries_of(user_id, list(page.object_list))
    return render(request, "messages/index.html", {"title": "Messages", "entries": entries, "page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, number: int) -> HttpResponse:
    """Read and answer."""
    user_id = request.user.pk or 0
    about = Conversation.objects.select_related("asker", "seller", "listing", "order").filter(pk=number).first()
    if about is None or user_id not in {about.asker_id, about.seller_id}:
        raise Http404
    form, now = MessageForm(request.POST if request.method == "POST" else None), timezone.now()
    chosen = chosen_photos(MessagePhoto, request, now=now) if form.is_bound else Chosen()
    if form.taken_with(chosen, lambda text: services.write(user_id, number, text, now=now, photo_ids=chosen.ids)):
        return HttpResponseRedirect(f"{about.path}#newest")
    return _shown(request, about, form, chosen)


@login_required
@require_safe
def photo(request: HttpRequest, number: int) -> HttpResponse:
    """A photo of a message, for the two; while it waits to be sent, for its sender. 404 for everybody else."""
    user_id = request.user.pk or 0
    of_both = Q(message__conversation__in=Conversation.objects.of(user_id))
    found = MessagePhoto.objects.filter(of_both | Q(message=None, by=user_id), pk=number).first()
    if found is None:
        raise Http404
    return photo_response(found)


@login_required
@require_POST
def block(request: HttpRequest, number: int) -> HttpResponse:
    """Take no more messages from the other one, or take them again."""
    user_id = request.user.pk or 0
    try:
        if request.POST.get("wanted") == "no":
            services.block(user_id, number, now=timezone.now())
            messages.success(request, translate("Blocked. You get no more messages from this person."))
        else:
            services.unblock(user_id, number)
            messages.success(request, translate("You take messages from this person again."))
    except NotYourConversation:
        raise Http404 from None
    return HttpResponseRedirect(f"/messages/{number}")


def _shown(request: HttpRequest, about: Conversation, form: MessageForm, chosen: Chosen) -> HttpResponse:
    user_id = request.user.pk or 0
    found = list(about.messages.order_by("-pk").prefetch_related("photos")[:NEWEST])[::-1]
    if found:
        services.see(user_id, about.pk, found[-1].pk)
    record = record_of(about)
    other = about.seller if user_id == about.asker_id else about.asker
    seen = about.seen_by(user_id)
    context = {
        "title": "Messages",
        "about": about,
        "subject": title_of(about),
        "subject_path": path_of(about, record),
        "listing": record,
        "other": shown_name(other),
        "entries": [
            (one, written, one.sender_id == user_id, one.sender_id != user_id and one.pk > seen)
            for one, written in zip(found, spoken_all(one.written_at for one in found), strict=True)
        ],
        "is_seller": user_id == about.seller_id and about.listing_id is not None,
        "public": {one.message_id: one for one in PublicQuestion.objects.filter(message__conversation=about)},
        "is_blocked": Block.objects.filter(by_id=user_id, person=other).exists(),
        "form": form,
        "chosen": chosen,
        "breadcrumbs": ((translate("Messages"), "/messages"),),
    }
    return render(request, "messages/conversation.html", context, status=status_of(form))
