"""The description of the interface (OpenAPI 3.1): what the library finds, and the problems that every operation has."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from commerce.api.doors import PersonalToken
from commerce.api.problems import MEDIA_TYPE

_CHANGES = frozenset({"post", "put", "delete"})

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "Why a request was not done, in words; RFC 9457.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}

ME: dict[str, Any] = {
    "operationId": "me",
    "summary": "Me",
    "description": "For scripts of the shop's own pages: who is here (empty for a guest) and what waits.",
    "tags": ["Person"],
    "parameters": [],
    "responses": {
        "200": {
            "description": "OK",
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "required": ["name", "counts"],
                        "properties": {
                            "name": {"type": "string"},
                            "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
                        },
                    }
                }
            },
        }
    },
}


def described(api: NinjaAPI, path_prefix: str) -> OpenAPISchema:
    """The whole description."""
    schema = OpenAPISchema(api, path_prefix)
    schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    for router in api._get_bound_routers():  # noqa: SLF001 (the library's only door to what it has bound)
        for view in router.path_operations.values():
            for operation in view.operations:
                scopes = next((one.scopes for one in operation.auth_callbacks if isinstance(one, PersonalToken)), ())
                open_to_all = len(operation.auth_callbacks) == 1
                for path in schema["paths"].values():
                    for method, told in path.items():
                        if told["operationId"] == api.get_openapi_operation_id(operation):
                            _complete(told, method, scopes=scopes, open_to_all=open_to_all)
    schema["paths"][f"{path_prefix}me"] = {"get": ME}
    return schema


def _complete(told: dict[str, Any], method: str, *, scopes: tuple[str, ...], open_to_all: bool) -> None:
    statuses = {400, 401, 403, 404, 422, 429} | ({409, 413, 415} if method in _CHANGES else set())
    for status in sorted(statuses):
        told["responses"][status] = {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    told["x-scopes"] = [] if open_to_all else list(scopes)
    if open_to_all:
        told["security"] = [{}, {"PersonalToken": []}]
