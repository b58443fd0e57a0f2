"""Where the bot sends messages back: the providers' own addresses, which know who may send.

Written from the providers' own pages (docs/providers), apart from the code that calls them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from bot.sandbox.provider_calls import phone_number_ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.sandbox.phones import Line
    from bot.sandbox.slack import Slack

PATH = "/providers"
SENDING = "a message back"


class Refused(Exception):
    """What the provider would say: a status, and a word of why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


class ProviderDesk:
    """Puts what a provider is asked to send on the phone, if it would be sent."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    def add_to(self, app: FastAPI) -> None:
        app.add_api_route(f"{PATH}/{{path:path}}", self._serve, methods=["POST"])

    async def _serve(self, path: str, request: Request) -> Response:
        body = await request.body()
        return await run_in_threadpool(self._answer, path, dict(request.headers), body)

    def _answer(self, path: str, headers: dict[str, str], body: bytes) -> Response:
        if self._slack.faults.strikes("provider_down", SENDING) is not None:
            return Response("We are having a bad day.", 500)
        try:
            return JSONResponse(self._sent(path, headers, body), 201)
        except Refused as refused:
            return JSONResponse({"error": refused.why}, refused.status)
        except (ValueError, LookupError, TypeError) as error:
            return JSONResponse({"error": f"malformed: {type(error).__name__}"}, 400)

    def _sent(self, path: str, headers: dict[str, str], body: bytes) -> dict[str, Any]:
        match path.split("/"):
            case ["2010-04-01", "Accounts", sid, "Messages.json"]:
                return self._twilio(sid, headers, dict(parse_qsl(body.decode())))
            case [_version, phone_number_id, "messages"]:
                return self._whatsapp(phone_number_id, headers, json.loads(body))
            case ["v1", "message"]:
                return self._clickatell(headers, json.loads(body))
            case ["v3", "BulkMessages"]:
                return self._smsportal(headers, json.loads(body))
            case ["v3", "sms", "send"]:
                return self._clicksend(headers, json.loads(body))
            case ["generic"]:
                return self._generic(headers, body)
        raise Refused(404, "no such address")

    def _twilio(self, sid: str, headers: dict[str, str], form: dict[str, str]) -> dict[str, Any]:
        sender = form["From"].removeprefix("whatsapp:")
        line = self._line("twilio", sender)
        _demand(sid == line.secrets["account_sid"])
        _demand(_basic(headers) == (sid, line.secrets["auth_token"]))
        self._deliver(line, form["To"].removeprefix("whatsapp:"), form["Body"])
        return {"sid": "SM0", "status": "queued"}

    def _whatsapp(self, own: str, headers: dict[str, str], asked: dict[str, Any]) -> dict[str, Any]:
        line = next((each for each in self._of("whatsapp") if own == _own(each)), None)
        if line is None:
            raise Refused(404, "no such phone number id")
        _demand(headers.get("authorization") == f"Bearer {line.secrets['access_token']}")
        if asked["messaging_product"] != "whatsapp" or asked["type"] != "text":
            raise Refused(400, "not a text")
        self._deliver(line, f"+{asked['to']}", asked["text"]["body"])
        return {"messages": [{"id": "wamid.answer"}]}

    def _clickatell(self, headers: dict[str, str], asked: dict[str, Any]) -> dict[str, Any]:
        for each in asked["messages"]:
            line = self._line("clickatell", each["from"])
            _demand(headers.get("authorization") == line.secrets["api_key"])
            self._deliver(line, f"+{each['to']}", each["content"])
        return {"messages": [{"accepted": True}]}

    def _smsportal(self, headers: dict[str, str], asked: dict[str, Any]) -> dict[str, Any]:
        line = next(self._of("smsportal"))
        _demand(_basic(headers) == (line.secrets["client_id"], line.secrets["api_secret"]))
        for each in asked["messages"]:
            self._deliver(line, f"+{each['destination']}", each["content"])
        return {"messages": len(asked["messages"])}

    def _clicksend(self, headers: dict[str, str], asked: dict[str, Any]) -> dict[str, Any]:
        for each in asked["messages"]:
            line = self._line("clicksend", each["from"])
            _demand(_basic(headers) == (line.secrets["username"], line.secrets["api_key"]))
            self._deliver(line, each["to"], each["body"])
        return {"data": {"messages": [{"status": "SUCCESS"}]}}

    def _generic(self, headers: dict[str, str], body: bytes) -> dict[str, Any]:
        asked = json.loads(body)
        line = self._line("generic", asked["from"])
        secret = line.secrets.get("signing_secret", "")
        digest = hmac.digest(secret.encode(), body, hashlib.sha256).hex()
        _demand(not secret or headers.get("x-optout-signature") == f"sha256={digest}")
        self._deliver(line, asked["to"], asked["text"])
        return {"status": "ok"}

    def _of(self, provider: str) -> Iterator[Line]:
        return (each for each in self._slack.phones.lines if each.provider == provider)

    def _line(self, provider: str, sender: str) -> Line:
        wanted = sender.removeprefix("+")
        for each in self._of(provider):
            if each.address.removeprefix("+") == wanted:
                return each
        raise Refused(400, "this sender is not yours")

    def _deliver(self, line: Line, number: str, text: str) -> None:
        if not number.startswith("+") or not text.strip():
            raise Refused(400, "no number or no text")
        self._slack.phones.show(number, line.address, text)


def _own(line: Line) -> str:
    return phone_number_ids(line).get(line.address.removeprefix("+"), "")


def _demand(is_known: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not is_known:
        raise Refused(401, "we do not know you")


def _basic(headers: dict[str, str]) -> tuple[str, str]:
    kind, _, encoded = headers.get("authorization", "").partition(" ")
    _demand(kind == "Basic")
    user, _, password = base64.b64decode(encoded).decode().partition(":")
    return user, password
