"""Clickatell: One API, the platform's HTTP API and the old callbacks.

www.clickatell.com/developers/api-documentation/one-api-received-message-callback/
www.clickatell.com/developers/api-documentation/http-api-reply-callback/
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from handlers.http.providers import reading
from handlers.http.providers.provider import (
    Call,
    CannotSend,
    HttpRequest,
    Outgoing,
    Unreadable,
)
from optouts.connection import Connection
from optouts.inbound import InboundMessage, Provider
from optouts.words import Channel

API: Final = "https://platform.clickatell.com"


class Clickatell:
    name = Provider.CLICKATELL
    methods = frozenset({"GET", "POST"})
    media_types = frozenset({reading.JSON, reading.FORM})

    def verify(self, call: Call, connection: Connection) -> None:
        """Clickatell signs nothing."""

    def parse(self, call: Call) -> Sequence[InboundMessage]:
        found = reading.fields(call)
        events = [*reading.objects(found, "event"), *reading.objects(found, "events")]
        if events:
            return [message for event in events for message in _of_event(event)]
        if "messagestatus" in found or "status" in found or "statuscode" in found:
            return ()  # what became of a message of ours
        return (_plain(found),)

    def answer(self, _text: str) -> tuple[str, bytes]:
        return "text/plain", b""

    def challenge(self, _call: Call, _connection: Connection) -> str | None:
        return None

    def outgoing(self, connection: Connection, message: Outgoing, base: str = "") -> HttpRequest:
        key = connection.secrets.get("api_key", "")
        if not key:
            raise CannotSend("the connection has no API key")
        each = {
            "channel": message.channel.value,
            "to": message.number,
            "from": message.sender,
            "content": message.text,
        }
        return HttpRequest(
            "POST",
            f"{base or API}/v1/message",
            json.dumps({"messages": [each]}).encode(),
            {"Content-Type": reading.JSON, "Accept": reading.JSON, "Authorization": key},
        )

    def refused(self, status: int, body: bytes) -> str | None:
        told = reading.answered(body)
        for each in reading.objects(told, "messages"):
            if each.get("accepted") is False:
                code = reading.word(reading.inner(each, "error"), "code")
                return f"Clickatell refused it (error {code or 'without a code'})"
        return reading.refused_by(status)


def _of_event(event: Mapping[str, Any]) -> Iterator[InboundMessage]:
    """`moText` and `moMedia`; delivery reports have other names."""
    for kind in ("moText", "moMedia"):
        for each in reading.objects(event, kind):
            is_whatsapp = str(each.get("channel")).lower() == Channel.WHATSAPP
            written, to = reading.word(each, "from"), reading.word(each, "to")
            text = _text(each, "content" if kind == "moText" else "caption")
            yield InboundMessage(
                id=reading.word(each, "messageId")
                or reading.made_up_id(written, to, text, at=each.get("timestamp")),
                channel=Channel.WHATSAPP if is_whatsapp else Channel.SMS,
                written=written,
                to=reading.address(to),
                text=text,
                at=reading.moment(each.get("timestamp")),
            )


def _plain(found: Mapping[str, Any]) -> InboundMessage:
    """One SMS in fields of its own, by their names of either generation, in lower case."""
    written = reading.word(found, "fromnumber", "from")
    if not written:
        raise Unreadable("it has no number that it comes from")
    to, text = reading.word(found, "tonumber", "to"), _text(found, "text")
    return InboundMessage(
        id=reading.word(found, "messageid", "momsgid")
        or reading.made_up_id(written, to, text, at=found.get("timestamp")),
        channel=Channel.SMS,
        written=written,
        to=reading.address(to),
        text=text,
        # The old callback writes the time of a clock that its page does not name: not kept.
        at=reading.moment(found.get("timestamp")),
    )


def _text(holder: Mapping[str, Any], name: str) -> str:
    """As text, or as the hexadecimal digits of UTF-16, which `charset` then says."""
    text = reading.word(holder, name)
    if str(holder.get("charset")).upper().replace("-", "") in {"UTF16BE", "UCS2"}:
        try:
            return bytes.fromhex(text).decode("utf-16-be")
        except ValueError:
            return text
    return text
