"""Any other program: the shape that docs/providers/generic.md describes."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from handlers.http.providers import reading
from handlers.http.providers.provider import (
    Call,
    CannotSend,
    Forged,
    HttpRequest,
    Outgoing,
    Unreadable,
)
from optouts.connection import Connection
from optouts.inbound import InboundMessage, Provider, Told
from optouts.words import Channel

SIGNATURE: Final = "X-Optout-Signature"
MOST: Final = 1000
"""Messages in one call."""


class Generic:
    name = Provider.GENERIC
    methods = frozenset({"POST"})
    media_types = frozenset({reading.JSON})

    def verify(self, call: Call, connection: Connection) -> None:
        """Signed if the connection has a secret for it."""
        secret = connection.secrets.get("signing_secret", "")
        given = call.headers.get(SIGNATURE.lower(), "")
        if secret and not hmac.compare_digest(signature(secret, call.body), given.encode()):
            raise Forged

    def parse(self, call: Call) -> Sequence[InboundMessage]:
        found = reading.document(call.body)
        several = found.get("messages", [found])
        if not isinstance(several, list) or not 0 < len(several) <= MOST:
            raise Unreadable(f"messages is not a list of 1 to {MOST}")
        return [_message(each) for each in several]

    def answer(self, text: str) -> tuple[str, bytes]:
        return reading.JSON, json.dumps({"status": "ok", "reply": text}).encode()

    def challenge(self, _call: Call, _connection: Connection) -> str | None:
        return None

    def outgoing(self, connection: Connection, message: Outgoing, base: str = "") -> HttpRequest:
        url = connection.secrets.get("send_url", "")
        if not url.startswith("https://"):
            raise CannotSend("the connection has no address that messages back are posted to")
        body = json.dumps(
            {
                "channel": message.channel.value,
                "from": message.sender,
                "to": f"+{message.number}",
                "text": message.text,
            }
        ).encode()
        headers = {"Content-Type": reading.JSON}
        if secret := connection.secrets.get("signing_secret", ""):
            headers[SIGNATURE] = signature(secret, body).decode()
        return HttpRequest("POST", f"{base}/generic" if base else url, body, headers)

    def refused(self, status: int, _body: bytes) -> str | None:
        return reading.refused_by(status)


def signature(secret: str, body: bytes) -> bytes:
    digest = hmac.digest(secret.encode(), body, hashlib.sha256)
    return f"sha256={digest.hex()}".encode()


def _message(each: object) -> InboundMessage:
    if not isinstance(each, dict):
        raise Unreadable("a message is no JSON object")
    own, written = reading.word(each, "id"), reading.word(each, "from")
    if not own or not written:
        raise Unreadable("a message has no id or no from")
    try:
        return InboundMessage(
            id=own,
            channel=Channel(each.get("channel", Channel.SMS)),
            written=written,
            to=reading.address(reading.word(each, "to")),
            text=reading.word(each, "text"),
            at=_moment(each),
            told=Told(each["told"]) if each.get("told") else None,
            answered=each.get("answered") is True,
            campaign=reading.word(each, "campaign"),
        )
    except ValueError as error:
        raise Unreadable("channel, told or sent_at is none that is known") from error


def _moment(each: Mapping[str, Any]) -> datetime | None:
    """ISO 8601 with its zone, or seconds since 1970. Raises ValueError."""
    said = each.get("sent_at")
    if said is None or isinstance(said, int):
        return reading.moment(said)
    at = datetime.fromisoformat(str(said))
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at
