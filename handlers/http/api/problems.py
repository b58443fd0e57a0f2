"""Refusals as problem+json (RFC 9457), for every call that is not done."""

import logging
from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from handlers.http.api.problem_words import PLAIN, WORDS, Words, detail, slug
from handlers.http.api.rejected import KeyNeeded, Rejected, StillAnswering, TooManyCalls
from optouts.errors import Refusal, StorageAway
from optouts.numbers import UnreadableNumber

logger = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
MOMENT: Final = 1
"""Seconds after which the answer of a call that is going on is likely to be there."""

AWAY: Final = 5
"""Seconds after which the database is asked again."""

NOT_THAT_WAY: Final = 405

MOST_FAULTS: Final = 20
"""So many are named of a bulk call in which everything is wrong."""


class Fault(BaseModel):
    """One thing that is wrong with what was sent."""

    where: str = Field(examples=["body.numbers.0"])
    what: str = Field(examples=["Input should be a valid string"])


class Problem(BaseModel):
    """What was asked for is not done, and why (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "/docs#unknown-sender",
                    "title": "Unknown sender",
                    "status": 422,
                    "detail": "There is no single sender “31332” in use. Did you mean “31331”?",
                }
            ]
        }
    )

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] | None = None


class ProblemResponse(JSONResponse):
    """Any answer that is a problem."""

    media_type = MEDIA_TYPE


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route's OpenAPI says of calls that are not done; these can happen to every one:
    400, 401, 422, 429 and 503."""
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    # What is no HTTP at all is turned away by the server itself.
    other = {400: problem | {"text/plain": {"schema": {"type": "string"}}}}
    return {
        status: {"description": TITLES[status], "content": other.get(status, problem)}
        for status in sorted({*statuses, 400, 401, 422, 429, 503})
    }


TITLES: Final[Mapping[int, str]] = {
    400: "The body could not be read",
    401: "A key is needed",
    403: "The key may not do this",
    404: "It does not exist here",
    409: "It cannot be done as things stand",
    413: "The body is too large",
    422: "What was sent is not as it has to be",
    429: "Too many calls",
    503: "The database does not answer; nothing was changed",
}


def of(error: Exception) -> ProblemResponse:
    """The answer to a call that ended with a refusal."""
    words = WORDS.get(type(error))
    if words is None:
        logger.error("no words for %s", type(error).__name__)
        return _response(PLAIN[500], "about:blank")
    return _response(
        words, f"/docs#{slug(type(error))}", detail(words, error), headers=_headers(error)
    )


def _response(
    words: Words,
    kind: str,
    said: str = "",
    *,
    faults: list[Fault] | None = None,
    headers: Mapping[str, str] | None = None,
) -> ProblemResponse:
    problem = Problem(
        type=kind,
        title=words.title,
        status=words.status,
        detail=said or words.detail,
        errors=faults,
    )
    return ProblemResponse(
        problem.model_dump(exclude_none=True), words.status, headers=dict(headers or {})
    )


def _headers(error: Exception) -> Mapping[str, str]:
    match error:
        case KeyNeeded():
            return {"WWW-Authenticate": 'Bearer realm="optout"'}
        case TooManyCalls():
            return {"Retry-After": str(error.seconds)}
        case StillAnswering():
            return {"Retry-After": str(MOMENT)}
        case StorageAway():
            return {"Retry-After": str(AWAY)}
        case _:
            return {}


def explain_all(http: FastAPI) -> None:
    """Answer every call that is not done with a problem."""
    http.add_exception_handler(Refusal, _refused)
    http.add_exception_handler(Rejected, _refused)
    http.add_exception_handler(UnreadableNumber, _refused)
    http.add_exception_handler(RequestValidationError, _misunderstood)
    http.add_exception_handler(HTTPException, _turned_away)
    http.add_exception_handler(Exception, _failed)


async def _refused(_request: Request, error: Exception) -> ProblemResponse:
    return of(error)


async def _misunderstood(_request: Request, error: Exception) -> ProblemResponse:
    """The values themselves are never repeated: they may be numbers."""
    faults = [
        Fault(where=".".join(map(str, each["loc"])), what=each["msg"])
        for each in (error.errors() if isinstance(error, RequestValidationError) else [])
    ]
    return _response(PLAIN[422], "about:blank", faults=faults[:MOST_FAULTS])


async def _turned_away(request: Request, error: Exception) -> ProblemResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    if status == NOT_THAT_WAY and (methods := request.app.state.allowed.at(request.url.path)):
        headers = {"Allow": methods}
    words = PLAIN.get(status) or Words(status, str(getattr(error, "detail", "")), "")
    return _response(words, "about:blank", headers=headers)


async def _failed(_request: Request, _error: Exception) -> ProblemResponse:
    return _response(PLAIN[500], "about:blank")
