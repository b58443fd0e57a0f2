"""Payloads by signed HTTP request, as to an app with a request URL."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from bot.sandbox.acks import Ack

if TYPE_CHECKING:
    from bot.sandbox.acks import PayloadKind, Retry
    from bot.sandbox.workspace import Json

OK = 200
REDIRECTS = range(300, 400)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """docs.slack.dev/authentication/verifying-requests-from-slack"""
    signed = f"v0:{timestamp}:".encode() + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def _encoded(kind: PayloadKind, payload: Json) -> tuple[str, bytes]:
    if kind == "events_api":
        return "application/json", json.dumps(payload).encode()
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urlencode(fields).encode()


def _decoded(content_type: str, body: bytes) -> object:
    if not body.strip():
        return None
    text = body.decode(errors="replace")
    if not content_type.startswith("application/json"):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


class HttpDelivery:
    def __init__(self, url: str, *, signing_secret: str) -> None:
        self._url = urlsplit(url)
        self._secret = signing_secret

    @property
    def connected(self) -> bool:
        return True

    def send(self, kind: PayloadKind, payload: Json, *, timeout: float, retry: Retry | None) -> Ack:
        content_type, body = _encoded(kind, payload)
        connection = http.client.HTTPConnection(
            self._url.hostname or "", self._url.port or 80, timeout=timeout
        )
        try:
            headers = self._headers(content_type, body, retry)
            connection.request("POST", self._url.path or "/", body, headers)
            response = connection.getresponse()
            answer = response.read()
        except TimeoutError:
            return Ack("timeout")
        except (OSError, http.client.HTTPException):
            return Ack("unreachable")
        finally:
            connection.close()
        if response.status != OK:
            no_retry = response.headers.get("x-slack-no-retry") == "1"
            return Ack("http_error", status=response.status, may_retry=not no_retry)
        return Ack(body=_decoded(response.headers.get("content-type", ""), answer))

    def _headers(self, content_type: str, body: bytes, retry: Retry | None) -> dict[str, str]:
        # The receiver compares with its own clock, so this one is never a pretended time.
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }
        if retry is not None:
            headers["X-Slack-Retry-Num"] = str(retry.attempt)
            headers["X-Slack-Retry-Reason"] = retry.reason
        return headers
