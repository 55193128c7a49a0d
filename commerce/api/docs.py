"""`/api/docs`: the description as a page of the shop, made from the same schema; nothing is loaded from elsewhere."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commerce.api.site import api
from commerce.api.tokens import SCOPES

_METHODS = ("get", "post", "put", "delete")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """What can be asked for, what it takes and what it gives."""
    schema = api.get_openapi_schema()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema["paths"].items():
        for method in _METHODS:
            if method in methods:
                told = methods[method]
                groups.setdefault(told["tags"][0], []).append(_operation(path, method, told))
    context = {
        "title": "Interface for programs",
        "groups": groups,
        "shapes": [_shape(name, one) for name, one in sorted(schema["components"]["schemas"].items())],
        "scopes": {name: words() for name, words in SCOPES.items()},
        "rates": settings.API_RATES,
        "address": settings.SITE_URL,
    }
    return render(request, "api/docs.html", context)


def _operation(path: str, method: str, told: dict[str, Any]) -> dict[str, Any]:
    content = told.get("requestBody", {}).get("content", {})
    body = content.get("application/json", {}).get("schema")
    if "multipart/form-data" in content:
        body = {"type": "multipart/form-data"}
    status, answer = next(iter(told["responses"].items()))
    return {
        "id": told["operationId"],
        "method": method.upper(),
        "path": path,
        "text": told.get("description", ""),
        "scopes": told.get("x-scopes", []),
        "parameters": [
            {
                "name": one["name"],
                "where": one["in"],
                "required": one["required"],
                "type": _type(one["schema"]),
                "text": one.get("description", ""),
            }
            for one in told["parameters"]
        ],
        "body": _type(body) if body else "",
        "status": status,
        "answer": _type(answer["content"]["application/json"]["schema"]) if "content" in answer else "",
    }


def _shape(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    required = set(schema.get("required", ()))
    return {
        "name": name,
        "text": schema.get("description", ""),
        "values": schema.get("enum", ()),
        "fields": [
            {
                "name": field,
                "type": _type(one),
                "required": field in required,
                "text": one.get("description", ""),
            }
            for field, one in schema.get("properties", {}).items()
        ],
    }


def _type(schema: dict[str, Any]) -> str:
    """In a few characters: `list of Listing`, `integer 1–100`, `string or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for kind in ("anyOf", "allOf"):
        if kind in schema:
            return " or ".join(_type(one) for one in schema[kind])
    if "const" in schema or "enum" in schema:
        return " or ".join(str(one) for one in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    low, high = schema.get("minimum", schema.get("minLength")), schema.get("maximum", schema.get("maxLength"))
    bounds = f" {'' if low is None else low}–{high}" if high is not None else ""
    return f"{schema.get('format', schema.get('type', 'any'))}{bounds}"
