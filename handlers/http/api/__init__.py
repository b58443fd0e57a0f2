"""The API: what sending platforms ask and tell, under /v1. `join` is its table of contents."""

from collections.abc import Callable
from functools import cache, partial

from fastapi import APIRouter, FastAPI

from handlers.http.api import (
    check,
    exporting,
    following,
    links,
    opt_ins,
    opt_outs,
    pages,
    problems,
)
from handlers.http.api.access import Means
from handlers.http.api.allowed import Allowed
from handlers.http.api.limiting import Ground, Limiter
from optouts.core import Core


def join(
    http: FastAPI,
    core: Core,
    *,
    wake: Callable[[], None],
    calls_a_minute: int,
    public_url: str,
) -> None:
    """Make the program answer calls of the API, and show how they are made.

    `wake` is called once there is something to tell or to send; links lead to `public_url`.
    """
    http.state.means = Means(core, Limiter(calls_a_minute))
    http.add_middleware(Ground)
    problems.explain_all(http)
    calls = APIRouter(prefix="/v1")
    for asking in (check, exporting, following):
        calls.include_router(asking.router(core))
    for telling in (opt_outs, opt_ins):  # after the exports, as an export is no number
        calls.include_router(telling.router(core, wake))
    calls.include_router(links.router(core, public_url))
    http.include_router(calls)
    # Made for the first who asks: it takes longer than everything else that a start does.
    document = cache(partial(pages.document_of, calls))
    http.state.allowed = Allowed(document)
    http.include_router(pages.router(document))
