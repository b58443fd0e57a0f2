"""How the API is called: /openapi.json for programs, /docs for people."""

from collections.abc import Callable
from functools import cache
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse

from handlers.http.api.docs_page import POLICY, page
from handlers.http.api.problems import Problem


def router(document: Callable[[], dict[str, Any]]) -> APIRouter:
    shown = APIRouter(include_in_schema=False)

    @cache
    def html() -> str:
        return page(document())

    @shown.get("/openapi.json")
    def openapi() -> JSONResponse:
        return JSONResponse(document())

    @shown.get("/docs")
    def docs() -> HTMLResponse:
        return HTMLResponse(html(), headers={"Content-Security-Policy": POLICY})

    return shown


def document_of(calls: APIRouter) -> dict[str, Any]:
    document = get_openapi(
        title="Optout",
        version="1",
        description="Ask who may be messaged, and tell who may not be.",
        routes=calls.routes,
    )
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas |= schema.pop("$defs", {})
    schemas["Problem"] = schema
    return document
