"""The page that explains the HTTP API, drawn from its OpenAPI file."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hub.commons.api.hub_api import api


@dataclass(frozen=True, slots=True)
class Operation:
    """One address of the API; `parameters` and `answers` are tuples of (name, kind, what it is)."""

    method: str
    path: str
    title: str
    description: str
    parameters: tuple[tuple[str, str, str], ...]
    answers: tuple[tuple[str, str], ...]


def docs(request: HttpRequest) -> HttpResponse:
    """Every address of the API, by room."""
    return render(request, "api/docs.html", {"groups": _groups(api.get_openapi_schema())})


def _groups(schema: dict[str, Any]) -> dict[str, list[Operation]]:
    groups: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, described in methods.items():
            tag = (described.get("tags") or ["Hub"])[0]
            groups.setdefault(tag, []).append(_operation(method, path, described))
    return groups


def _operation(method: str, path: str, described: dict[str, Any]) -> Operation:
    parameters = tuple(
        (p["name"], _kind(p["schema"]), p.get("description", "")) for p in described.get("parameters", ())
    )
    answers = tuple((str(code), str(answer.get("description", ""))) for code, answer in described["responses"].items())
    return Operation(
        method.upper(), path, described.get("summary", ""), described.get("description", ""), parameters, answers
    )


def _kind(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " | ".join(_kind(choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(choice) for choice in schema["enum"])
    return str(schema.get("format") or schema.get("type") or schema.get("$ref", "").rsplit("/", 1)[-1])
