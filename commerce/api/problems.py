"""Errors as programs read them: `application/problem+json` (RFC 9457), in words, everywhere below `/api`."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from commerce.theme import translate

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """Ends a request with this status, these words, and what else a program wants to know."""

    def __init__(self, status: int, words: str, **more: Any) -> None:
        self.status, self.words, self.more = status, words, more
        super().__init__(words)


def response_of(problem: Problem) -> HttpResponse:
    """The answer."""
    return JsonResponse(
        {
            "type": "about:blank",
            "title": HTTPStatus(problem.status).phrase,
            "status": problem.status,
            "detail": problem.words,
            **problem.more,
        },
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "private, no-store"},
    )


def not_found() -> Problem:
    """There is nothing, or nothing of this person's."""
    return Problem(404, translate("There is nothing here, or it is not yours."))


def wrong_fields(errors: dict[str, list[str]]) -> Problem:
    """What was sent is wrong, field by field."""
    listed = [{"field": field, "message": message} for field, messages in errors.items() for message in messages]
    return Problem(422, translate("Please look at this again:"), errors=listed)


def unknown(request: HttpRequest, path: str = "") -> HttpResponse:  # noqa: ARG001 (as a view)
    """Whatever else is asked for below `/api`."""
    return response_of(not_found())


unknown.csrf_exempt = True  # type: ignore[attr-defined]  # Nothing is done there, whoever asks.
