"""The Web API's front: tokens, scopes, faults, and the table of methods."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from bot.sandbox import chat_methods, file_methods, lookup_methods, slack, view_methods
from bot.sandbox.errors import SlackError
from bot.sandbox.methods import Call, Method

if TYPE_CHECKING:
    from bot.sandbox.slack import Slack
    from bot.sandbox.workspace import Json


@dataclass(frozen=True, slots=True)
class Answer:
    body: Json
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def open_connection(call: Call) -> Json:
    if not call.slack.app.socket_mode:
        raise SlackError("not_allowed_token_type")
    return {"url": call.slack.socket.open()}


METHODS: dict[str, Method] = {
    method.name: method
    for method in (
        Method("apps.connections.open", open_connection, bearer="app"),
        *chat_methods.METHODS,
        *file_methods.METHODS,
        *lookup_methods.METHODS,
        *view_methods.METHODS,
    )
}


def arguments(content_type: str, query: str, body: bytes) -> Json:
    """From the query, a form or a JSON object; the body wins."""
    given: Json = dict(parse_qsl(query, keep_blank_values=True))
    if not body:
        return given
    if content_type.startswith("application/json"):
        try:
            sent = json.loads(body)
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(sent, dict):
            raise SlackError("json_not_object")
        return given | sent
    if content_type.startswith("application/x-www-form-urlencoded"):
        return given | dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    raise SlackError("invalid_post_type")


class WebApi:
    def __init__(self, platform: Slack) -> None:
        self._slack = platform

    def answer(
        self, name: str, *, authorization: str, content_type: str, query: str, body: bytes
    ) -> Answer:
        struck = self._struck(name)
        if struck is not None:
            return struck
        try:
            given = arguments(content_type, query, body)
            outcome = self._run(name, authorization, given)
        except SlackError as refusal:
            return Answer({"ok": False, "error": refusal.error, **refusal.details})
        return Answer({"ok": True, **outcome}, headers=self._scope_headers(name))

    def _struck(self, name: str) -> Answer | None:
        faults = self._slack.faults
        slow = faults.strikes("slow", name)
        if slow is not None:
            time.sleep(slow.seconds)
        limited = faults.strikes("rate_limited", name)
        if limited is not None:
            wait = {"Retry-After": str(max(1, round(limited.seconds)))}
            return Answer({"ok": False, "error": "ratelimited"}, 429, wait)
        if faults.strikes("server_error", name) is not None:
            return Answer({"ok": False, "error": "internal_error"}, 500)
        return None

    def _run(self, name: str, authorization: str, given: Json) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        self._authorise(method, authorization, given)
        call = Call(self._slack, given)
        if method.scope is not None:
            call.needs(method.scope)
        with self._slack.workspace.lock:
            return method.run(call)

    def _authorise(self, method: Method, authorization: str, given: Json) -> None:
        if method.bearer == "nobody":
            return
        token = authorization.removeprefix("Bearer ").strip() or str(given.get("token", ""))
        if not token:
            raise SlackError("not_authed")
        kinds = {slack.BOT_TOKEN: "bot", slack.APP_TOKEN: "app"}
        if token not in kinds:
            raise SlackError("invalid_auth")
        if kinds[token] != method.bearer:
            raise SlackError("not_allowed_token_type")
        if not self._slack.installed:
            raise SlackError("account_inactive")

    def _scope_headers(self, name: str) -> dict[str, str]:
        accepted = METHODS[name].scope or ""
        return {
            "x-oauth-scopes": ",".join(self._slack.app.scopes),
            "x-accepted-oauth-scopes": accepted,
        }
