"""What the scripts of the form ask: a photo taken or turned at once, its small picture, the form kept while typed."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commerce import own_goods
from commerce.own_goods import PictureRefused
from commerce.picture_words import words_for
from commerce.selling.access import for_scripts_of_sellers, for_sellers
from commerce.selling.errors import TooManyUploads
from commerce.selling.unfinished import keep_form
from commerce.selling.uploads import may_use, take_upload, turn_upload
from commerce.theme import translate


@for_scripts_of_sellers
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take the photo `file`: its hash, or 422 with words."""
    file = request.FILES.get("file")
    if file is None or isinstance(file, list):
        return _refused(translate("No file has arrived. Please try again."))
    try:
        taken = take_upload(_seller(request), file, now=timezone.now())
    except PictureRefused as refused:
        return _refused(words_for(refused))
    except TooManyUploads as refused:
        return _refused(refused.words, HTTPStatus.TOO_MANY_REQUESTS)
    return JsonResponse({"hash": taken, "src": f"/sell/photo/{taken}"})


@for_scripts_of_sellers
@require_POST
def turn(request: HttpRequest, content_hash: str) -> HttpResponse:
    """Turn a photo to the right: the hash of the turned one. 404 for a photo that is not the seller's."""
    seller_id = _seller(request)
    if not _is_own(request, content_hash):
        raise Http404
    try:
        turned = turn_upload(seller_id, content_hash, 1, now=timezone.now())
    except LookupError as missing:
        raise Http404 from missing
    return JsonResponse({"hash": turned, "src": f"/sell/photo/{turned}"})


@for_sellers
@require_safe
def photo(request: HttpRequest, content_hash: str) -> HttpResponse:
    """A small picture of an own photo, at once. 404 for somebody else's."""
    if not _is_own(request, content_hash):
        raise Http404
    response: HttpResponse = own_goods.thumbnail(request, content_hash)
    return response


@for_scripts_of_sellers
@require_POST
def keep(request: HttpRequest, listing_id: int | None = None) -> HttpResponse:
    """Keep what is typed. 404 for somebody else's listing."""
    try:
        keep_form(_seller(request), listing_id, request.POST.dict(), now=timezone.now())
    except own_goods.NoSuchListing as missing:
        raise Http404 from missing
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _is_own(request: HttpRequest, content_hash: str) -> bool:
    seller_id = _seller(request)
    return may_use(seller_id, content_hash) or own_goods.shows_picture(seller_id, content_hash)


def _refused(words: str, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY) -> HttpResponse:
    return JsonResponse({"error": words}, status=status)


def _seller(request: HttpRequest) -> int:
    return cast("int", request.user.pk)
