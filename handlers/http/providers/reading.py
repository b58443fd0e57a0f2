"""Pieces that several providers' files read their calls and answers with."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qsl
from uuid import uuid4

from handlers.http.providers.provider import Call, Unreadable

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"

MOST_FIELDS: Final = 500
MILLISECONDS_FROM: Final = 100_000_000_000
"""In seconds this is the year 5138, in milliseconds 1973."""

SHORT_CODE: Final = 6
"""Digits of the longest short code."""

AGAIN: Final = frozenset({408, 425, 429})
"""Refusals that pass: they say “not now”."""

REFUSED: Final = {
    401: "the provider does not accept the credentials",
    402: "the account at the provider has no credit",
    403: "the provider does not let this account send",
    404: "the provider does not know the account or the sender",
}


def pairs(encoded: bytes) -> list[tuple[str, str]]:
    """The fields of a form or a query: UTF-8, or Latin-1 where it is not that.

    Raises Unreadable.
    """
    try:
        text = encoded.decode("ascii")
        try:
            return _parsed(text, "utf-8")
        except UnicodeDecodeError:
            return _parsed(text, "latin-1")
    except ValueError as error:
        raise Unreadable("it is no form") from error


def _parsed(text: str, encoding: str) -> list[tuple[str, str]]:
    return parse_qsl(
        text,
        keep_blank_values=True,
        encoding=encoding,
        errors="strict",
        max_num_fields=MOST_FIELDS,
    )


def document(body: bytes) -> Mapping[str, Any]:
    """A JSON object. Raises Unreadable."""
    try:
        found = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("it is no JSON") from error
    if not isinstance(found, dict):
        raise Unreadable("it is no JSON object")
    return found


def fields(call: Call) -> Mapping[str, Any]:
    """Of a query, a form or a JSON object, whichever it is; names in lower case."""
    if call.method == "GET":
        found: Mapping[str, Any] = dict(call.query)
    elif call.media_type == FORM:
        found = dict(pairs(call.body))
    else:
        found = document(call.body)
    return {name.lower(): value for name, value in found.items()}


def word(holder: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that holds a text or a number."""
    for name in names:
        value = holder.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value)
    return ""


def objects(holder: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    """The objects in a list, or the one that stands there alone."""
    value = holder.get(name)
    listed = value if isinstance(value, list) else [value]
    return [each for each in listed if isinstance(each, dict)]


def inner(holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def moment(value: object) -> datetime | None:
    """A time in seconds or milliseconds since 1970; None if it is none."""
    try:
        number = int(str(value))
        seconds = number / 1000 if number >= MILLISECONDS_FROM else number
        return datetime.fromtimestamp(seconds, UTC) if number > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def address(written: str) -> str:
    """A sender's address as senders are kept: a number by its digits alone, a name as it is."""
    bare = written.strip()
    return re.sub(r"\D", "", bare) if re.fullmatch(r"[+\d\s().-]+", bare) else bare


def dialled(sender: str) -> str:
    """A sender's address as providers want it: a number with its plus, else as it is."""
    return f"+{sender}" if sender.isdigit() and len(sender) > SHORT_CODE else sender


def made_up_id(*facts: object, at: object) -> str:
    """Where the provider gives none: the same for the same message, if its time tells it apart."""
    if not at:
        return f"unnamed-{uuid4().hex}"
    told = json.dumps([str(each) for each in (*facts, at)])
    return f"unnamed-{hashlib.sha256(told.encode(errors='replace')).hexdigest()[:32]}"


def answered(body: bytes) -> Mapping[str, Any]:
    """What a provider's answer holds; nothing if it is not what we know."""
    try:
        return document(body)
    except Unreadable:
        return {}


def refused_by(status: int) -> str | None:
    """Why a provider will never send it, from the status of its answer alone."""
    if not 400 <= status < 500 or status in AGAIN:  # noqa: PLR2004 - refusals of HTTP
        return None
    return REFUSED.get(status, f"the provider refused it (HTTP {status})")
