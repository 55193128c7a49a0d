"""The interface as a whole: its operations, its description, and how everything that goes wrong is answered."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern, URLResolver
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, Throttled, ValidationError

from commerce.api import bargains, deals, desk, goods, selling, shapes, shopping, talks, waits
from commerce.api.doors import door
from commerce.api.problems import Problem, not_found, response_of
from commerce.api.rates import WINDOW, Rate
from commerce.api.refusals import REFUSALS
from commerce.api.schema import described
from commerce.api.words import words_of_error
from commerce.theme import translate

if TYPE_CHECKING:
    from collections.abc import Callable

    from ninja.openapi.schema import OpenAPISchema
    from ninja.operation import Operation

LONGEST_BODY = 128 * 1024
LONGEST_FILE = 11 * 1024 * 1024
"""A photo of the largest size, with what goes around it."""

_TAKES_A_FILE = "/api/sell/photos"
_WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Interface(NinjaAPI):
    """Describes itself with the problems, too."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the function: each is there once."""
        return operation.view_func.__name__

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """OpenAPI 3.1."""
        del path_params
        return described(self, path_prefix or "/api/")


api = Interface(
    title="Cataloro",
    version=settings.CATALORO_VERSION,
    description="All that people do in this shop, for programs. Cash changes hands in person: nothing is paid here.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
person = Router(throttle=Rate(), tags=["Person"])


@person.get("/person", auth=door("read", "sell", "buy", "messages"), response=shapes.Person)
def get_person(request: HttpRequest) -> Any:
    """Whose token or session this is, and what it is good for."""
    user: Any = request.user
    return shapes.Person(number=user.label, name=user.name, role=user.role, scopes=list(request.auth))  # type: ignore[attr-defined]  # The library puts it there.


_ROUTERS = (
    goods.router,
    selling.router,
    desk.router,
    shopping.router,
    bargains.router,
    waits.router,
    deals.router,
    talks.router,
    person,
)
for one in _ROUTERS:
    api.add_router("", one)


@api.exception_handler(Problem)
def _problem(_request: HttpRequest, problem: Problem) -> HttpResponse:
    response = response_of(problem)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="api", error="invalid_token"'
    if "wait" in problem.more:
        response["Retry-After"] = str(problem.more["wait"])
    return response


@api.exception_handler(Http404)
def _missing(request: HttpRequest, _error: Http404) -> HttpResponse:
    return _problem(request, not_found())


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error, Throttled):
        return _problem(request, Problem(429, translate("That is too often. Please wait a minute."), wait=WINDOW))
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        response = _problem(request, Problem(401, translate("Log in, or send a token: Authorization: Bearer cat_…")))
        response["WWW-Authenticate"] = 'Bearer realm="api"'
        return response
    return _problem(request, Problem(400, translate("What was sent is no JSON.")))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    if any(one["loc"][0] == "path" for one in error.errors):
        return _problem(request, not_found())
    errors = [{"field": _field(one["loc"]), "message": words_of_error(one)} for one in error.errors]
    return _problem(request, Problem(422, translate("Please look at this again:"), errors=errors))


def _field(where: tuple[Any, ...]) -> str:
    """`lines.0.quantity`: without the source and the name of the function's argument."""
    inner = where[2:] if where[0] == "body" or len(where) > 2 else where[1:]  # noqa: PLR2004 (source and name)
    return ".".join(str(one) for one in inner)


def _of_service(request: HttpRequest, error: Any) -> HttpResponse:
    tell = next(REFUSALS[kind] for kind in type(error).__mro__ if kind in REFUSALS)
    return _problem(request, tell(error))


for kind in REFUSALS:
    api.add_exception_handler(kind, _of_service)


def _guarded(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """What holds before and after every operation."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        problem = _unreadable(request)
        if problem is not None:
            return response_of(problem)
        try:
            response: HttpResponse = view(request, *args, **kwargs)
        except SuspiciousOperation:
            return response_of(Problem(400, translate("What was sent is no JSON.")))
        except MultiPartParserError:
            return response_of(Problem(400, translate("The file did not arrive whole. Please send it again.")))
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            refusal = response_of(Problem(405, translate("This address does not take that method.")))
            refusal["Allow"] = response["Allow"]
            return refusal
        response["Cache-Control"] = "private, no-store"
        return response

    guarded.csrf_exempt = True  # type: ignore[attr-defined]  # The door asks where a session's request comes from.
    return guarded


def _unreadable(request: HttpRequest) -> Problem | None:
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if request.method not in _WITH_BODY or not length:
        return None
    takes_a_file = request.path == _TAKES_A_FILE
    if length > (LONGEST_FILE if takes_a_file else LONGEST_BODY):
        return Problem(413, translate("That is too large."))
    if takes_a_file:
        if request.content_type != "multipart/form-data":
            return Problem(415, translate("Send a file: Content-Type: multipart/form-data."))
        return None
    if request.content_type != "application/json":
        return Problem(415, translate("Send JSON: Content-Type: application/json."))
    return None


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The description for programs."""
    return JsonResponse(api.get_openapi_schema(), headers={"Cache-Control": "public, max-age=300"})


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Where to go from here."""
    links = {"docs": "/api/docs", "openapi": "/api/openapi.json", "tokens": "/account/tokens"}
    return JsonResponse(links, headers={"Cache-Control": "public, max-age=300"})


def operations() -> list[URLPattern | URLResolver]:
    """The addresses of all operations, without those of the library."""
    patterns = [one for one in api.urls[0] if getattr(one, "name", "") != "api-root"]
    for one in patterns:
        if isinstance(one, URLPattern):
            one.callback = _guarded(one.callback)
    return patterns
